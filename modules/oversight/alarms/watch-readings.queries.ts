/** Queries of the reading alarms: audit rows of active accounts, and typical values. */
import { type ActKind, kindOfAct } from './act-kinds.rules';
import type { Tx } from '../../platform/database/transactions';
import type { Role } from '../../platform/shared/actor';
import {
  type AlarmThresholds,
  type ClosedAlarm,
  DAY,
  type OutsideReading,
  type ReadingDay,
  type ReadingEvent,
} from './reading-alarms.rules';

/** Batches of the log read in one transaction, and rows of one account at most. */
export const BATCHES_AT_ONCE = 100;
const MOST_ROWS_OF_AN_ACCOUNT = 5_000;
const MOST_ACTS_ON_A_FILE = 2_000;
const OPENS_A_FILE: ReadonlySet<ActKind> = new Set(['file', 'break_glass', 'export']);

export const thresholdsOf = async (tx: Tx): Promise<AlarmThresholds> => {
  const [row] = await tx.query<{ value: AlarmThresholds }>(
    `SELECT mawa_setting('reading_alarms') AS value`,
  );
  return row!.value;
};

/** The stretch of batches that was not read yet; the first time it begins a day ago. Another watch waits. */
export async function nextBatches(tx: Tx): Promise<{ readonly from: string; readonly to: string }> {
  await tx.query(
    `INSERT INTO reading_watch (log, batch)
     SELECT 'audit_log', coalesce((SELECT max(b.number) FROM audit_batches b
                                    WHERE b.log = 'audit_log' AND b.sealed_at < mawa_now() - interval '1 day'), 0)
     ON CONFLICT DO NOTHING`,
  );
  const [row] = await tx.query<{ from: string; to: string }>(
    `SELECT w.batch::text AS "from",
            coalesce((SELECT max(b.number) FROM audit_batches b WHERE b.log = 'audit_log'
                         AND b.number > w.batch AND b.number <= w.batch + ${BATCHES_AT_ONCE}), w.batch)::text AS "to"
       FROM reading_watch w WHERE w.log = 'audit_log' FOR UPDATE`,
  );
  return row!;
}

export const batchesAreRead = (tx: Tx, to: string): void =>
  tx.execute(
    `UPDATE reading_watch SET batch = $1::bigint, read_at = mawa_now() WHERE log = 'audit_log'`,
    [to],
  );

/** People and programs that acted in these batches; nobody of the system. */
export async function accountsIn(tx: Tx, from: string, to: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT a.actor_id AS id
       FROM audit_batches b CROSS JOIN LATERAL unnest(b.seqs) AS r
       JOIN LATERAL (SELECT l.actor_id FROM audit_log l WHERE l.seq >= lower(r) AND l.seq < upper(r)) AS a ON true
       JOIN users u ON u.id = a.actor_id AND NOT u.system
      WHERE b.log = 'audit_log' AND b.number > $1::bigint AND b.number <= $2::bigint`,
    [from, to],
  );
  return rows.map(({ id }) => id);
}

interface EventRow {
  readonly userId: string;
  readonly at: Date;
  readonly action: string;
  readonly outcome: string;
  readonly ids: readonly string[];
}

/** The last 24 hours of each account, in order. */
export async function eventsOf(
  tx: Tx,
  users: readonly string[],
): Promise<Map<string, ReadingEvent[]>> {
  const since = new Date(tx.now.getTime() - DAY);
  const rows = await tx.query<EventRow>(
    `SELECT u.id AS "userId", a.at, a.action, a.outcome, a.subject_ids::text[] AS ids
       FROM unnest($1::uuid[]) AS u (id)
      CROSS JOIN LATERAL (SELECT l.seq, l.at, l.action, l.outcome, l.subject_ids FROM audit_log l
                           WHERE l.actor_id = u.id AND l.at > $2 ORDER BY l.at DESC LIMIT ${MOST_ROWS_OF_AN_ACCOUNT}) AS a
      ORDER BY u.id, a.at, a.seq`,
    [users, since],
  );
  const pairs = rows.flatMap(({ userId, ids }) => ids.map((id) => [userId, id] as const));
  const files = await outsideFiles(tx, pairs, since);
  const events = new Map<string, ReadingEvent[]>();
  for (const { userId, at, action, outcome, ids } of rows) {
    const known = ids.flatMap((id) => {
      const isOutside = files.get(`${userId} ${id}`);
      return isOutside === undefined ? [] : [{ id, isOutside }];
    });
    const list = events.get(userId) ?? [];
    list.push({
      at: at.getTime(),
      action,
      outcome,
      files: known.map(({ id }) => id),
      outside: known.filter(({ isOutside }) => isOutside).map(({ id }) => id),
      subject: ids[0] ?? null,
    });
    events.set(userId, list);
  }
  return events;
}

/** By account and id: whether a case is none of theirs. Ids of other records are left out. */
async function outsideFiles(
  tx: Tx,
  pairs: readonly (readonly [string, string])[],
  since: Date,
): Promise<Map<string, boolean>> {
  const once = [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
  const rows = await tx.query<{ userId: string; caseId: string; outside: boolean }>(
    `SELECT user_id AS "userId", case_id AS "caseId", outside FROM files_read_outside($1::uuid[], $2::uuid[], $3)`,
    [once.map(([user]) => user), once.map(([, id]) => id), since],
  );
  return new Map(rows.map(({ userId, caseId, outside }) => [`${userId} ${caseId}`, outside]));
}

export interface AccountPast {
  readonly userId: string;
  /** Time of the last action before the events; null: none. */
  readonly before: Date | null;
  readonly breakGlass: readonly Date[];
  readonly roles: readonly Role[];
}

export const pastOf = (tx: Tx, users: readonly string[]): Promise<AccountPast[]> =>
  tx.query<AccountPast>(
    `SELECT u.id AS "userId",
            (SELECT l.at FROM audit_log l WHERE l.actor_id = u.id AND l.at <= $2 ORDER BY l.at DESC LIMIT 1) AS before,
            ARRAY(SELECT l.at FROM audit_log l WHERE l.actor_id = u.id AND l.at > $3 AND l.action = 'people.break_glass'
                     AND l.outcome = 'done' ORDER BY l.at) AS "breakGlass",
            ARRAY(SELECT r.role FROM current_roles r WHERE r.user_id = u.id ORDER BY r.role) AS roles
       FROM unnest($1::uuid[]) AS u (id)`,
    [users, new Date(tx.now.getTime() - DAY), new Date(tx.now.getTime() - 7 * DAY)],
  );

export interface KeptDay extends ReadingDay {
  readonly userId: string;
}

const DAY_COLUMNS = `d.user_id AS "userId", d.readings, d.files, d.files_outside AS "filesOutside",
  d.files_at_night AS "filesAtNight", d.files_an_hour AS "filesAnHour", d.searches, d.exports, d.refused`;

/** Days before today: of these accounts themselves, and of all who hold one of these roles. */
export const daysOf = (tx: Tx, users: readonly string[], days: number): Promise<KeptDay[]> =>
  tx.query<KeptDay>(
    `SELECT ${DAY_COLUMNS} FROM reading_days d
      WHERE d.user_id = ANY ($1::uuid[]) AND d.day < $2::date AND d.day >= $2::date - $3::int`,
    [users, tx.today, days],
  );

export const daysOfRoles = (
  tx: Tx,
  roles: readonly Role[],
  days: number,
): Promise<(KeptDay & { readonly roles: readonly Role[] })[]> =>
  tx.query<KeptDay & { readonly roles: readonly Role[] }>(
    `SELECT ${DAY_COLUMNS}, p.roles
       FROM (SELECT r.user_id, array_agg(r.role) AS roles FROM current_roles r
              WHERE r.role = ANY ($1::text[]) GROUP BY r.user_id) AS p
       JOIN reading_days d ON d.user_id = p.user_id AND d.day < $2::date AND d.day >= $2::date - $3::int`,
    [roles, tx.today, days],
  );

export function keepDay(tx: Tx, userId: string, day: ReadingDay): void {
  tx.execute(
    `INSERT INTO reading_days (user_id, day, readings, files, files_outside, files_at_night, files_an_hour, searches,
                               exports, refused)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (user_id, day) DO UPDATE
        SET readings = EXCLUDED.readings, files = EXCLUDED.files, files_outside = EXCLUDED.files_outside,
            files_at_night = EXCLUDED.files_at_night, files_an_hour = EXCLUDED.files_an_hour,
            searches = EXCLUDED.searches, exports = EXCLUDED.exports, refused = EXCLUDED.refused`,
    [
      userId,
      tx.today,
      day.readings,
      day.files,
      day.filesOutside,
      day.filesAtNight,
      day.filesAnHour,
      day.searches,
      day.exports,
      day.refused,
    ],
  );
}

export const forgetDays = (tx: Tx, days: number): void =>
  tx.execute('DELETE FROM reading_days WHERE day < $1::date - $2::int', [tx.today, days]);

export interface ClosedAlarmOfAccount extends ClosedAlarm {
  readonly userId: string;
}

/** The last closing of each rule and subject within a week, which is the longest time that a rule looks back. */
export async function closedAlarmsOf(
  tx: Tx,
  users: readonly string[],
): Promise<ClosedAlarmOfAccount[]> {
  const rows = await tx.query<Omit<ClosedAlarmOfAccount, 'at'> & { at: Date }>(
    `SELECT user_id AS "userId", rule, subject_id AS subject, max(closed_at) AS at FROM reading_alarms
      WHERE user_id = ANY ($1::uuid[]) AND closed_at > $2 GROUP BY user_id, rule, subject_id`,
    [users, new Date(tx.now.getTime() - 7 * DAY)],
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
}

/**
 * Who opened one file within the last day without having it among their own; of those only who did after the last alarm
 * on the file was closed.
 */
export async function outsideReadersOf(tx: Tx, file: string): Promise<OutsideReading[]> {
  const since = new Date(tx.now.getTime() - DAY);
  const rows = await tx.query<{ userId: string; action: string; at: Date }>(
    `SELECT a.actor_id AS "userId", a.action, min(a.at) AS at
       FROM audit_log a JOIN users u ON u.id = a.actor_id AND NOT u.system
      WHERE a.seq = ANY ((SELECT audit_rows_of($1, $2, NULL))::bigint[]) AND a.outcome = 'done'
        AND cardinality(a.subject_ids) <= 5
        AND a.at > (SELECT coalesce(max(r.closed_at), '-infinity') FROM reading_alarms r
                     WHERE r.user_id IS NULL AND r.rule = 'one_file' AND r.subject_id = $1)
      GROUP BY a.actor_id, a.action ORDER BY min(a.at), a.actor_id LIMIT ${MOST_ACTS_ON_A_FILE}`,
    [file, since],
  );
  const first = new Map<string, number>();
  for (const { userId, action, at } of rows) {
    if (!OPENS_A_FILE.has(kindOfAct(action, 'done')) || first.has(userId)) continue;
    first.set(userId, at.getTime());
  }
  const outside = await outsideFiles(
    tx,
    [...first.keys()].map((userId) => [userId, file] as const),
    since,
  );
  return [...first]
    .filter(([userId]) => outside.get(`${userId} ${file}`))
    .map(([userId, at]) => ({ userId, at }));
}
