/** Counts of what joining and separating moves, shown before the decision. */
import type { Tx } from '../platform/database/transactions';

export const JOIN_REASONS = [
  'same_document',
  'person_says',
  'known_to_team',
  'facts_agree',
] as const;
export type JoinReason = (typeof JOIN_REASONS)[number];
export const SPLIT_REASONS = ['two_people', 'mistake', 'other_way'] as const;
export type SplitReason = (typeof SPLIT_REASONS)[number];

/** Kinds of records of one file, with how many there are; none is left out. */
export interface RecordCount {
  readonly kind: RecordKind;
  readonly count: number;
}

const RECORDS = {
  stays: `booking_people WHERE case_id = ANY ($1) AND state <> 'void'`,
  requests: `request_people WHERE case_id = ANY ($1) AND state = 'open'`,
  services: 'services WHERE case_id = ANY ($1)',
  appointments: `service_appointments WHERE case_id = ANY ($1) AND state = 'planned'`,
  consents: 'consents WHERE case_id = ANY ($1)',
  shares: 'shares WHERE case_id = ANY ($1) AND closed_at IS NULL',
  documents: 'documents WHERE case_id = ANY ($1) AND removed_at IS NULL',
  plans: `plans WHERE case_id = ANY ($1) AND state = 'approved'`,
  family: 'family_members WHERE case_id = ANY ($1)',
  keepApart:
    'keep_apart WHERE (case_id = ANY ($1) OR from_case_id = ANY ($1)) AND ended_at IS NULL',
  tasks: 'tasks WHERE case_id = ANY ($1) AND done_at IS NULL',
} as const;
export type RecordKind = keyof typeof RECORDS;

export async function recordsOf(tx: Tx, files: readonly string[]): Promise<RecordCount[]> {
  const kinds = Object.keys(RECORDS) as RecordKind[];
  const counts = kinds.map((kind) => `(SELECT count(*)::int FROM ${RECORDS[kind]}) AS "${kind}"`);
  const [row] = await tx.query<Record<RecordKind, number>>(`SELECT ${counts.join(', ')}`, [files]);
  return kinds.map((kind) => ({ kind, count: row![kind] })).filter(({ count }) => count > 0);
}

/** Records written in a case since the join, by the day of writing. */
const LATER_RECORDS = {
  stays: `booking_people bp JOIN bookings k ON k.id = bp.booking_id WHERE bp.case_id = $1 AND k.created_at > $2`,
  services: 'services WHERE case_id = $1 AND recorded_at > $2',
  appointments: 'service_appointments WHERE case_id = $1 AND planned_at > $2',
  consents: 'consents WHERE case_id = $1 AND at > $2',
  shares: 'shares WHERE case_id = $1 AND opened_at > $2',
  documents: 'documents WHERE case_id = $1 AND added_at > $2',
  plans: 'plans WHERE case_id = $1 AND created_at > $2',
  corrections: 'case_corrections WHERE case_id = $1 AND at > $2',
  steps: 'stage_changes WHERE case_id = $1 AND at > $2',
  links: 'case_links WHERE $1 IN (from_case, to_case) AND made_at > $2',
  assessments: 'assessments WHERE case_id = $1 AND started_at > $2',
  // These go on protecting both.
  restrictions: 'case_restrictions WHERE case_id = $1 AND set_at > $2 AND lifted_at IS NULL',
  conflicts: 'case_blocks WHERE case_id = $1 AND decided_at > $2 AND ended_at IS NULL',
  keepApart:
    'keep_apart WHERE $1 IN (case_id, from_case_id) AND decided_at > $2 AND ended_at IS NULL',
  holds: 'legal_holds WHERE case_id = $1 AND set_at > $2 AND ended_at IS NULL',
} as const;
export type LaterRecordKind = keyof typeof LATER_RECORDS;

export async function countLaterRecords(
  tx: Tx,
  caseId: string,
  since: Date,
): Promise<{ kind: LaterRecordKind; count: number }[]> {
  const kinds = Object.keys(LATER_RECORDS) as LaterRecordKind[];
  const counts = kinds.map(
    (kind) => `(SELECT count(*)::int FROM ${LATER_RECORDS[kind]}) AS "${kind}"`,
  );
  const [row] = await tx.query<Record<LaterRecordKind, number>>(`SELECT ${counts.join(', ')}`, [
    caseId,
    since,
  ]);
  return kinds.map((kind) => ({ kind, count: row![kind] })).filter(({ count }) => count > 0);
}

/** Who sees one of the two files now and will see both; two of one name are two. */
export async function listNewReaders(tx: Tx, one: string, other: string): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `WITH open AS (
       SELECT s.of, a.principal_id, a.name
         FROM (VALUES ($1::uuid), ($2::uuid)) AS s (of) CROSS JOIN LATERAL access_of_case(s.of) a
        WHERE a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()) AND a.reason <> 'duplicate')
     SELECT name FROM open o WHERE NOT EXISTS (
       SELECT 1 FROM open p WHERE p.principal_id = o.principal_id AND p.of <> o.of)
      GROUP BY name, principal_id ORDER BY name, principal_id`,
    [one, other],
  );
  return rows.map(({ name }) => name);
}

/** Nights on which both have a bed. */
export async function sharedNights(tx: Tx, one: string, other: string): Promise<string[]> {
  const rows = await tx.query<{ from: string }>(
    `SELECT DISTINCT lower(a.nights * b.nights)::text AS "from"
       FROM booking_people a JOIN booking_people b ON b.nights && a.nights AND b.state <> 'void'
      WHERE a.case_id IN (SELECT mawa_files($1)) AND b.case_id IN (SELECT mawa_files($2)) AND a.state <> 'void' ORDER BY 1`,
    [one, other],
  );
  return rows.map(({ from }) => from);
}

export interface MergeRow {
  readonly id: string;
  readonly caseId: string;
  readonly intoId: string;
  readonly caseNumber: string;
  readonly intoNumber: string;
  readonly why: JoinReason;
  readonly at: Date;
  readonly by: string;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoneWhy: SplitReason | null;
}

const MERGES = `SELECT m.id, m.case_id AS "caseId", m.into_id AS "intoId", a.case_number AS "caseNumber",
    b.case_number AS "intoNumber", m.why, m.at, localized_name(u.name, u.names) AS by, m.undone_at AS "undoneAt", localized_name(v.name, v.names) AS "undoneBy",
    m.undone_why AS "undoneWhy"
  FROM case_merges m JOIN cases a ON a.id = m.case_id JOIN cases b ON b.id = m.into_id
  JOIN users u ON u.id = m.by LEFT JOIN users v ON v.id = m.undone_by`;

/** Joins of a case in either direction, including undone ones. */
export const mergesOf = (tx: Tx, caseId: string): Promise<MergeRow[]> =>
  tx.query<MergeRow>(`${MERGES} WHERE $1 IN (m.case_id, m.into_id) ORDER BY m.at, m.id`, [caseId]);

export async function mergeOf(tx: Tx, caseId: string, mergeId: string): Promise<MergeRow | null> {
  const [row] = await tx.query<MergeRow>(
    `${MERGES} WHERE m.id = $1 AND $2 IN (m.case_id, m.into_id)`,
    [mergeId, caseId],
  );
  return row ?? null;
}
