import type { Tx } from '../platform/database/transactions';

/** Case numbers by id, for the cases that the actor may see. */
export async function caseLabels(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; number: string }>(
    'SELECT id, case_number AS number FROM cases WHERE id = ANY ($1)',
    [caseIds],
  );
  return new Map(rows.map(({ id, number }) => [id, number]));
}
