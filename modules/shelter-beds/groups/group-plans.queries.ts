/** Rows of a group plan: parties, assigned beds, and what was done with them. */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import type { PlacementShortfall, Proposal } from '../placing/party.rules';
import { compareText } from '../placing/candidate.rules';
import type { Reason } from '../placing/placing.types';
import { QUESTION } from './group.types';
import type { NearestBed } from './nearest-bed.queries';
import { questionsOf } from './group-placement.rules';

export interface PlanRow {
  readonly id: string;
  readonly state: 'thinking' | 'proposed';
  readonly madeAt: Date;
  readonly jobId: string | null;
  readonly freeBeds: number | null;
  readonly worth: number | null;
  readonly bound: number | null;
  readonly seconds: number | null;
  readonly handPeople: number | null;
  readonly handPoints: number | null;
}
export type PartyState = 'waiting' | 'proposed' | 'without' | 'left_out' | 'held';
export type StoredReason = Pick<Reason, 'sign' | 'code' | 'params' | 'hard'>;
export interface PartyRow {
  readonly requestId: string;
  readonly place: number;
  readonly people: number;
  readonly state: PartyState;
  readonly byHand: boolean;
  readonly points: number | null;
  readonly questions: number;
  readonly reasons: readonly StoredReason[];
  readonly refused: { code: string; params: Record<string, string | number> } | null;
  /** In the order of the request's people by id. */
  readonly beds: readonly {
    readonly bedId: string;
    readonly label: string;
    readonly roomId: string;
    readonly room: string;
    readonly shelterId: string;
    readonly shelter: string;
  }[];
}

const PLAN = `id, state, made_at AS "madeAt", job_id AS "jobId", free_beds AS "freeBeds", worth::float8 AS worth,
  bound::float8 AS bound, seconds::float8 AS seconds, hand_people AS "handPeople", hand_points AS "handPoints"`;

export async function findPlan(tx: Tx, id: string, lock = false): Promise<PlanRow> {
  const [plan] = await tx.query<PlanRow>(
    `SELECT ${PLAN} FROM group_plans WHERE id = $1${lock ? ' FOR UPDATE' : ''}`,
    [id],
  );
  if (!plan) throw notFound();
  return plan;
}

export interface PlanSummary extends PlanRow {
  readonly parties: number;
  readonly held: number;
}

export const latestPlans = (tx: Tx): Promise<PlanSummary[]> =>
  tx.query<PlanSummary>(
    `SELECT ${PLAN}, (SELECT count(*)::int FROM group_plan_parties p WHERE p.plan_id = g.id) AS parties,
            (SELECT count(*)::int FROM group_plan_parties p WHERE p.plan_id = g.id AND p.state = 'held') AS held
       FROM group_plans g ORDER BY made_at DESC, id LIMIT 10`,
  );

export const partiesOf = (tx: Tx, planId: string): Promise<PartyRow[]> =>
  tx.query<PartyRow>(
    `SELECT p.request_id AS "requestId", p.place, p.people, p.state, p.by_hand AS "byHand", p.points, p.questions,
            p.reasons, p.refused,
            coalesce((SELECT jsonb_agg(jsonb_build_object('bedId', b.id, 'label', b.label, 'roomId', m.id, 'room', localized_name(m.name, m.names),
                'shelterId', s.id, 'shelter', localized_name(s.code_name, s.names)) ORDER BY g.place)
               FROM group_plan_beds g JOIN beds b ON b.id = g.bed_id JOIN rooms m ON m.id = b.room_id
               JOIN shelters s ON s.id = b.shelter_id
              WHERE g.plan_id = p.plan_id AND g.request_id = p.request_id), '[]') AS beds
       FROM group_plan_parties p WHERE p.plan_id = $1 ORDER BY p.place`,
    [planId],
  );

/** Writes a party with the verdict of its beds, or with its shortfalls if it has none. */
export async function writeParty(
  tx: Tx,
  planId: string,
  requestId: string,
  proposal: Proposal | null,
  without: {
    readonly lacks: readonly PlacementShortfall[];
    readonly nearest: NearestBed | null;
  } = NOTHING_KNOWN,
): Promise<void> {
  await tx.query('DELETE FROM group_plan_beds WHERE plan_id = $1 AND request_id = $2', [
    planId,
    requestId,
  ]);
  await tx.query(
    `UPDATE group_plan_parties SET state = $3, points = $4, questions = $5, reasons = $6, refused = NULL
      WHERE plan_id = $1 AND request_id = $2`,
    [
      planId,
      requestId,
      proposal ? 'proposed' : 'without',
      proposal && proposal.score - QUESTION * questionsOf(proposal),
      proposal ? questionsOf(proposal) : 0,
      JSON.stringify(proposal ? reasonsOf(proposal) : whyWithout(without)),
    ],
  );
  if (!proposal) return;
  const beds = [...proposal.places]
    .sort((a, b) => compareText(a.caseId, b.caseId))
    .map(({ bedId }) => bedId);
  await tx.query(
    `INSERT INTO group_plan_beds (plan_id, request_id, place, bed_id)
     SELECT $1, $2, n, bed FROM unnest($3::uuid[]) WITH ORDINALITY AS t(bed, n)`,
    [planId, requestId, beds],
  );
}

const NOTHING_KNOWN = { lacks: [], nearest: null };

/** Shortfalls, and the bed that needs the smallest change; the change is stored as data, not as text. */
function whyWithout({
  lacks,
  nearest,
}: {
  readonly lacks: readonly PlacementShortfall[];
  readonly nearest: NearestBed | null;
}): StoredReason[] {
  const kept = lacks.map(({ code, params }): StoredReason => ({
    sign: 'against',
    code: `lacks.${code}`,
    params,
    hard: true,
  }));
  if (!nearest) return kept;
  const { bed, whatIf } = nearest;
  const params = {
    place: `${bed.codeName} · ${bed.roomName} ${bed.label}`,
    whatIf: JSON.stringify({ flips: whatIf.flips, verdict: whatIf.verdict }),
  };
  return [...kept, { sign: 'against', code: NEAREST, params, hard: false }];
}

/** The code under which the nearest bed is kept among the reasons. */
export const NEAREST = 'nearest';

function reasonsOf({ reasons, places }: Proposal): StoredReason[] {
  const all = [...reasons, ...places.flatMap((place) => place.reasons)];
  const known = new Set<string>();
  return all.flatMap(({ sign, code, params, hard }) => {
    const key = JSON.stringify([code, params]);
    if (known.has(key)) return [];
    known.add(key);
    return [{ sign, code, params, hard }];
  });
}

export const noteChange = (
  tx: Tx,
  planId: string,
  what: string,
  requestId: string | null = null,
): Promise<unknown> =>
  tx.query('INSERT INTO group_plan_changes (plan_id, request_id, what) VALUES ($1, $2, $3)', [
    planId,
    requestId,
    what,
  ]);
