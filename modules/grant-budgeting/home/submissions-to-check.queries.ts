import type { Tx } from '../../platform/database/transactions';

/** Requests and reports of partners that nobody has checked yet. */
export const SUBMISSIONS_TO_CHECK = `FROM partner_papers p JOIN partner_paper_states s ON s.paper_id = p.id WHERE s.state = 'entered'`;

/** Of all agreements that the list of partners shows. */
export async function countSubmissionsToCheck(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count ${SUBMISSIONS_TO_CHECK}
        AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = p.agreement_id AND a.amount IS NOT NULL)`,
  );
  return row!.count;
}
