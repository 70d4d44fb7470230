/** Pairs of possible duplicates; row-level security decides which pairs, and which side, are visible. */
import type { DuplicateReason, Strength } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';

export const NOT_SAME_REASONS = [
  'met_both',
  'facts_differ',
  'documents_differ',
  'relatives',
] as const;
export type NotSameReason = (typeof NOT_SAME_REASONS)[number];
export type PairState = 'proposed' | 'withdrawn' | 'not_same' | 'merged';

export interface PairRow {
  readonly id: string;
  readonly caseId: string;
  readonly otherId: string;
  readonly caseNumber: string;
  readonly otherNumber: string;
  readonly strength: Strength;
  readonly reasons: readonly DuplicateReason[];
  readonly foundAt: Date;
  readonly state: PairState;
  /** Join that resulted from this pair, with the continuing case. */
  readonly mergeId: string | null;
  readonly intoId: string | null;
}

const PAIR = `p.id, p.case_id AS "caseId", p.other_id AS "otherId", a.case_number AS "caseNumber",
  b.case_number AS "otherNumber", p.strength, p.reasons, p.found_at AS "foundAt", p.state,
  m.id AS "mergeId", m.into_id AS "intoId"`;
const FROM = `FROM duplicate_pairs p JOIN cases a ON a.id = p.case_id JOIN cases b ON b.id = p.other_id
  LEFT JOIN case_merges m ON m.pair_id = p.id AND m.undone_at IS NULL`;

export const PAGE_SIZE = 50;

/** Both sides of which one sees, the probable first. */
export const pairsIn = (tx: Tx, state: PairState): Promise<PairRow[]> =>
  tx.query<PairRow>(
    `SELECT ${PAIR} ${FROM} WHERE p.state = $1
      ORDER BY p.strength DESC, p.found_at DESC, p.id LIMIT ${PAGE_SIZE}`,
    [state],
  );

export async function pairOf(tx: Tx, id: string): Promise<PairRow | null> {
  const [row] = await tx.query<PairRow>(`SELECT ${PAIR} ${FROM} WHERE p.id = $1`, [id]);
  return row ?? null;
}

/** One's own side of a pair whose other side one does not see. */
export interface SideRow {
  readonly pairId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly at: Date;
  readonly answer: 'may_look' | 'declined' | null;
}

const SIDE = `SELECT t.pair_id AS "pairId", t.case_id AS "caseId", c.case_number AS "caseNumber", t.at, t.answer
  FROM duplicate_notices t JOIN cases c ON c.id = t.case_id
 WHERE t.user_id = mawa_actor() AND NOT EXISTS (SELECT 1 FROM duplicate_pairs p WHERE p.id = t.pair_id)`;

export const sidesIn = (tx: Tx): Promise<SideRow[]> =>
  tx.query<SideRow>(
    `${SIDE} ORDER BY t.answer IS NOT NULL, t.at DESC, t.pair_id LIMIT ${PAGE_SIZE}`,
  );

export async function sideOf(tx: Tx, pairId: string): Promise<SideRow | null> {
  const [row] = await tx.query<SideRow>(`${SIDE} AND t.pair_id = $1`, [pairId]);
  return row ?? null;
}

/** By pair, the numbers that the actor may know: both where they read both files, otherwise that of their own. */
export const ownNumbersOf = (
  tx: Tx,
  pairIds: readonly string[],
): Promise<{ id: string; numbers: string }[]> =>
  tx.query<{ id: string; numbers: string }>(
    `SELECT t.pair_id AS id, coalesce((SELECT a.case_number || ' · ' || b.case_number FROM duplicate_pairs p
         JOIN cases a ON a.id = p.case_id JOIN cases b ON b.id = p.other_id WHERE p.id = t.pair_id),
       c.case_number) AS numbers
       FROM duplicate_notices t JOIN cases c ON c.id = t.case_id
      WHERE t.pair_id = ANY ($1) AND t.user_id = $2`,
    [pairIds, tx.actor.userId],
  );

/** Who follows which side, as far as they agreed to look. */
export interface Follower {
  readonly caseId: string;
  readonly userId: string;
  readonly name: string;
}

export const followersOf = (tx: Tx, pairId: string): Promise<Follower[]> =>
  tx.query<Follower>(
    `SELECT t.case_id AS "caseId", t.user_id AS "userId", localized_name(u.name, u.names) AS name FROM duplicate_notices t JOIN users u ON u.id = t.user_id
      WHERE t.pair_id = $1 AND t.answer = 'may_look' ORDER BY localized_name(u.name, u.names), u.id`,
    [pairId],
  );

export interface StateRow {
  readonly to: PairState;
  readonly at: Date;
  /** Null where nobody did it: the comparison of the night. */
  readonly by: string | null;
  readonly why: string | null;
}

export const statesOf = (tx: Tx, pairId: string): Promise<StateRow[]> =>
  tx.query<StateRow>(
    `SELECT s.to_state AS "to", s.at, CASE WHEN NOT u.system THEN localized_name(u.name, u.names) END AS by, s.why FROM duplicate_states s JOIN users u ON u.id = s.by
      WHERE s.pair_id = $1 ORDER BY s.at, s.id`,
    [pairId],
  );

export async function holdsFully(tx: Tx, caseId: string): Promise<boolean> {
  const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
    caseId,
  ]);
  return row!.holds;
}
