/** Queries for suggestions of people; row-level security decides which cases are visible. */
import type { Tx } from '../../platform/database/transactions';
import type { PersonRow } from '../people.queries';

export interface PickableRow {
  readonly id: string;
  readonly caseNumber: string;
  readonly stage: PersonRow['stage'];
}

/** Those of these cases for which the actor is responsible, by an access row of their own account. */
export async function ownAmong(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT case_id AS id FROM case_access
      WHERE principal_kind = 'user' AND principal_id = $1 AND reason IN ('registered', 'assigned')
        AND case_id = ANY ($2) AND from_at <= mawa_now()
        AND CASE WHEN until_at IS NULL THEN 'infinity' ELSE until_at END > mawa_now()`,
    [tx.actor.userId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Cases that the actor opened, latest first, and still may see. */
export const recentlyOpened = (tx: Tx, most: number): Promise<PickableRow[]> =>
  tx.query<PickableRow>(
    `SELECT c.id, c.case_number AS "caseNumber", c.stage
       FROM recently_opened_cases() r JOIN cases c ON c.id = r.case_id
      WHERE c.merged_into IS NULL ORDER BY r.at DESC, c.id LIMIT $1`,
    [most],
  );
