import type { Tx } from '../../../src/database/transactions';

/** Whether the actor was told that this person is perhaps known under another number: which pair, or null. */
export async function perhapsKnown(tx: Tx, caseId: string): Promise<string | null> {
  const [row] = await tx.query<{ pairId: string }>(
    `SELECT pair_id AS "pairId" FROM duplicate_told
      WHERE case_id = $1 AND user_id = mawa_actor() AND answer IS DISTINCT FROM 'declined'
      ORDER BY at, pair_id LIMIT 1`,
    [caseId],
  );
  return row?.pairId ?? null;
}
