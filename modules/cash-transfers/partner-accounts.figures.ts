/** Advances to a partner with accepted and refunded amounts, in a period and up to its end. */
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface PartnerAccount {
  readonly agreementId: string;
  readonly reference: string;
  readonly partnerCode: string;
  readonly partner: string;
  readonly currency: string;
  readonly amount: string;
  /** Advanced, less what was accepted and given back, before the period. */
  readonly outstandingBefore: string;
  readonly advancedInPeriod: string;
  readonly acceptedInPeriod: string;
  readonly refundedInPeriod: string;
  /** Outstanding at the end of the period: opening balance plus advances, less accepted and refunded amounts. */
  readonly outstanding: string;
  /** Claimed back and accepted in it, outside advances. */
  readonly claimedInPeriod: string;
}

const ADVANCED = `p.kind = 'advance' AND s.step = 'paid'`;
const ACCEPTED = `p.kind = 'report' AND s.step = 'accepted' AND p.claim = 'direct_cash_transfer'`;
const CLAIMED = `p.kind = 'report' AND s.step = 'accepted' AND p.claim <> 'direct_cash_transfer'`;
const REFUNDED = `p.kind = 'refund' AND s.step = 'refunded'`;
const sum = (filter: string): string =>
  `coalesce(sum(s.amount) FILTER (WHERE ${filter}), 0)::numeric(14,2)::text`;
const outstanding = (when: string): string =>
  `coalesce(sum(CASE WHEN ${ADVANCED} THEN s.amount ELSE -s.amount END)
              FILTER (WHERE ((${ADVANCED}) OR (${ACCEPTED}) OR (${REFUNDED})) AND ${when}), 0)::numeric(14,2)::text`;

/** Steps count by their own day; one that was undone does not. Of one partner of the grant, or of all. */
export const partnerAccounts = (
  tx: Tx,
  grantId: string,
  { from, until }: { readonly from: CivilDate; readonly until: CivilDate },
  partnerId: string | null,
): Promise<PartnerAccount[]> =>
  tx.query<PartnerAccount>(
    `SELECT a.id AS "agreementId", a.reference, o.code AS "partnerCode", o.name AS partner, a.currency,
            a.amount::numeric(14,2)::text AS amount,
            ${outstanding('s.on_day < $2')} AS "outstandingBefore",
            ${sum(`${ADVANCED} AND s.on_day >= $2`)} AS "advancedInPeriod",
            ${sum(`${ACCEPTED} AND s.on_day >= $2`)} AS "acceptedInPeriod",
            ${sum(`${REFUNDED} AND s.on_day >= $2`)} AS "refundedInPeriod",
            ${outstanding('s.on_day < $3')} AS outstanding,
            ${sum(`${CLAIMED} AND s.on_day >= $2`)} AS "claimedInPeriod"
       FROM agreements a JOIN organisations o ON o.id = a.organisation_id
       LEFT JOIN partner_papers p ON p.agreement_id = a.id
       LEFT JOIN partner_steps s ON s.paper_id = p.id AND s.on_day < $3
        AND NOT EXISTS (SELECT 1 FROM partner_steps u WHERE u.undoes = s.id)
      WHERE a.grant_id = $1 AND a.amount IS NOT NULL AND ($4::uuid IS NULL OR a.organisation_id = $4)
        AND a.starts_on < $3 AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id)
      GROUP BY a.id, o.code, o.name ORDER BY o.name, a.starts_on, a.reference`,
    [grantId, from, until, partnerId],
  );
