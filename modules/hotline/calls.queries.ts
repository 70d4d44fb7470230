import { labelsSql } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { TriageAnswer } from './triage.rules';

export const OUTCOMES = [
  'informed',
  'oriented',
  'bed',
  'call_back',
  'services_sent',
  'cut_off',
  'no_words',
  'refused',
] as const;
export type CallOutcome = (typeof OUTCOMES)[number];
export type CallStep = 'case' | 'request' | 'hold' | 'help';

export type CallBedState =
  | 'released'
  | 'lapsed'
  | 'no_show'
  | 'held'
  | 'confirmed'
  | 'arrived'
  | 'left';

/** State of the beds held from a call, over all people; the worst one counts. */
export interface CallBed {
  readonly state: CallBedState;
  /** While they are held. */
  readonly heldUntil: string | null;
  /** To the operator who took it; null where it is not the house that was first held. */
  readonly shelter: string | null;
  /** The request, as long as it waits for another bed. */
  readonly openRequestId: string | null;
}

export interface CallRow {
  readonly id: string;
  readonly takenBy: string;
  /** The reader took it. */
  readonly mine: boolean;
  /** The actor took the call, and it is open or ended recently: the text can be read and corrected. */
  readonly hers: boolean;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly revision: number;
  readonly type: string | null;
  readonly typeLabels: Readonly<Record<Language, string>> | null;
  readonly language: string | null;
  readonly region: string | null;
  readonly danger: TriageAnswer | null;
  readonly medical: TriageAnswer | null;
  readonly minor: TriageAnswer | null;
  readonly no_place: TriageAnswer | null;
  readonly outcome: CallOutcome | null;
  /** Whether a digest of its number is kept; never which. */
  readonly numberKnown: boolean;
  readonly steps: readonly {
    readonly step: CallStep;
    readonly at: string;
    readonly people: number;
    readonly shelter: string | null;
    readonly heldUntil: string | null;
  }[];
  /** Null where no bed was held. */
  readonly bed: CallBed | null;
  readonly callBacks: readonly {
    readonly id: string;
    readonly dueAt: string;
    readonly closedWhy: string | null;
  }[];
}

const SELECT = `
  SELECT c.id, localized_name(u.name, u.names) AS "takenBy", c.taken_by = mawa_actor() AS mine,
         c.taken_by = mawa_actor() AND (c.ended_at IS NULL
           OR c.ended_at > mawa_now() - make_interval(hours => mawa_setting('hotline_own_hours')::int)) AS hers,
         c.began_at AS "beganAt", c.ended_at AS "endedAt", c.revision, c.type,
         ${labelsSql('call_types', 'c.type_version', 'c.type')} AS "typeLabels",
         c.language, c.region, c.danger, c.medical, c.minor, c.no_place, c.outcome, c.caller IS NOT NULL AS "numberKnown",
         coalesce((SELECT jsonb_agg(jsonb_build_object('step', s.step, 'at', s.at, 'people', s.people,
             'shelter', CASE WHEN c.taken_by = mawa_actor() THEN localized_name(h.code_name, h.names) END,
             'heldUntil', s.held_until) ORDER BY array_position(ARRAY['case', 'request', 'hold', 'help'], s.step))
            FROM call_steps s LEFT JOIN shelters h ON h.id = s.shelter_id WHERE s.call_id = c.id), '[]') AS steps,
         (SELECT jsonb_build_object('state', b.state, 'heldUntil', b.held_until,
             'shelter', CASE WHEN c.taken_by = mawa_actor() AND b.shelter_id = s.shelter_id
                             THEN localized_name(h.code_name, h.names) END,
             'openRequestId', CASE WHEN b.is_open AND c.taken_by = mawa_actor() THEN b.request_id END)
            FROM call_steps s JOIN shelters h ON h.id = s.shelter_id CROSS JOIN LATERAL call_bed(c.id) b
           WHERE s.call_id = c.id AND s.step = 'hold') AS bed,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'dueAt', b.due_at, 'closedWhy', b.closed_why) ORDER BY b.due_at)
            FROM call_backs b WHERE b.call_id = c.id), '[]') AS "callBacks"
    FROM calls c JOIN users u ON u.id = c.taken_by`;

export async function findCall(tx: Tx, id: string): Promise<CallRow> {
  const [row] = await tx.query<CallRow>(`${SELECT} WHERE c.id = $1`, [id]);
  if (!row) throw notFound();
  return row;
}

/** All calls of the line that began on this day, the latest first: the page counts them. */
export const callsOf = (tx: Tx, day: CivilDate): Promise<CallRow[]> =>
  tx.query<CallRow>(
    `${SELECT} WHERE c.began_at >= mawa_day_begins($1::date) AND c.began_at < mawa_day_begins($1::date + 1)
      ORDER BY c.began_at DESC, c.id`,
    [day],
  );

export type CallGoingOn = Pick<CallRow, 'id' | 'takenBy' | 'mine' | 'beganAt'>;

export const callsGoingOn = (tx: Tx): Promise<CallGoingOn[]> =>
  tx.query<CallGoingOn>(
    `SELECT c.id, localized_name(u.name, u.names) AS "takenBy", c.taken_by = mawa_actor() AS mine, c.began_at AS "beganAt"
       FROM calls c JOIN users u ON u.id = c.taken_by WHERE c.ended_at IS NULL ORDER BY c.began_at, c.id`,
  );

export async function openCallOf(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    'SELECT id FROM calls WHERE taken_by = mawa_actor() AND ended_at IS NULL',
  );
  return row?.id ?? null;
}

/** A number that called before: how often, and what became of it; never which number. */
export interface CallerHistory {
  readonly calls: number;
  readonly pranks: number;
  /** Of these, calls with danger. */
  readonly inDanger: number;
  readonly lastAt: Date | null;
  readonly block: {
    readonly id: string;
    readonly reason: string;
    readonly untilAt: string;
    readonly by: string;
  } | null;
}

/** The line's other calls from the same number; null where this call has no number. */
export async function callerHistoryOf(tx: Tx, callId: string): Promise<CallerHistory | null> {
  const [row] = await tx.query<CallerHistory>(
    `SELECT o.calls, o.pranks, o."inDanger", o."lastAt",
            (SELECT jsonb_build_object('id', b.id, 'reason', b.reason, 'untilAt', b.until_at, 'by', localized_name(u.name, u.names))
               FROM caller_blocks b JOIN users u ON u.id = b.by
              WHERE b.caller = c.caller AND b.lifted_at IS NULL AND b.from_at <= mawa_now() AND b.until_at > mawa_now()) AS block
       FROM calls c CROSS JOIN LATERAL (
         SELECT count(*)::int AS calls, (count(*) FILTER (WHERE e.type = 'prank'))::int AS pranks,
                (count(*) FILTER (WHERE e.danger = 'yes'))::int AS "inDanger", max(e.began_at) AS "lastAt"
           FROM calls e WHERE e.caller = c.caller AND e.id <> c.id) o
      WHERE c.id = $1 AND c.caller IS NOT NULL`,
    [callId],
  );
  return row ?? null;
}

export interface BlockRow {
  readonly id: string;
  readonly reason: string;
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly by: string;
  readonly calls: number;
  readonly pranks: number;
}

/** Numbers that are blocked now, without their numbers. */
export const blocksOf = (tx: Tx): Promise<BlockRow[]> =>
  tx.query<BlockRow>(
    `SELECT b.id, b.reason, b.from_at AS "fromAt", b.until_at AS "untilAt", localized_name(u.name, u.names) AS by, n.calls, n.pranks
       FROM caller_blocks b JOIN users u ON u.id = b.by CROSS JOIN LATERAL (
         SELECT count(*)::int AS calls, (count(*) FILTER (WHERE c.type = 'prank'))::int AS pranks
           FROM calls c WHERE c.caller = b.caller) n
      WHERE b.lifted_at IS NULL AND b.until_at > mawa_now() ORDER BY b.until_at, b.id`,
  );

/** The house in which a bed is held for this call of the actor's at this moment. */
export async function shelterHeldFor(tx: Tx, callId: string): Promise<string | null> {
  const [hold] = await tx.query<{ shelterId: string }>(
    `SELECT shelter_id AS "shelterId" FROM call_steps
      WHERE call_id = $1 AND step = 'hold' AND bed_held_for_call(shelter_id, $1)`,
    [callId],
  );
  return hold?.shelterId ?? null;
}
