import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** What the recipient adds to an award from sources of its own. */
export interface OwnContribution {
  readonly promised: string;
  /** In the months up to a day. */
  readonly contributed: string;
  /** Promised and not contributed yet; below 0.00 where more was. */
  readonly left: string;
}

/** "0.00" throughout where nothing was promised. */
export async function contributionUntil(
  tx: Tx,
  grantId: string,
  lastDay: CivilDate,
): Promise<OwnContribution> {
  const [row] = await tx.query<OwnContribution>(
    `SELECT promised::numeric(16,2)::text AS promised, contributed::numeric(16,2)::text AS contributed,
            (promised - contributed)::numeric(16,2)::text AS left
       FROM (SELECT coalesce(sum(c.promised), 0) AS promised,
                    coalesce(sum((SELECT sum(r.amount) FROM grant_contribution_rows r
                                   WHERE r.contribution_id = c.id AND r.month <= $2)), 0) AS contributed
               FROM grant_contributions c WHERE c.grant_id = $1) own`,
    [grantId, lastDay],
  );
  return row!;
}
