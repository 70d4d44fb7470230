import type { Tx } from '../../platform/database/transactions';

/** Requests and reports of partners that nobody has checked yet. */
export const SUBMISSIONS_TO_CHECK = `FROM partner_papers p JOIN partner_paper_states s ON s.paper_id = p.id WHERE s.state = 'entered'`;

/** Of all agreements that the list of partners shows; `own`: entered by the reader, whom another person checks. */
export async function countSubmissionsToCheck(tx: Tx): Promise<{ count: number; own: number }> {
  const [row] = await tx.query<{ count: number; own: number }>(
    `SELECT count(*)::int AS count, count(*) FILTER (WHERE p.made_by = mawa_actor())::int AS own ${SUBMISSIONS_TO_CHECK}
        AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = p.agreement_id AND a.amount IS NOT NULL)`,
  );
  return row!;
}
