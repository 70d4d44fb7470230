import type { Tx } from '../platform/database/transactions';
import type { ReportDefinition } from './report-definition.types';

export interface PartnerOf {
  readonly id: string;
  readonly name: string;
}
/** Placeholder for a statement without a partner. */
const NOBODY: PartnerOf = { id: '00000000-0000-0000-0000-000000000000', name: '–' };

/** Partners with a confirmed agreement under a grant. */
export const partnersOf = (tx: Tx, grantId: string): Promise<PartnerOf[]> =>
  tx.query<PartnerOf>(
    `SELECT DISTINCT o.id, o.name FROM agreements a JOIN organisations o ON o.id = a.organisation_id
      WHERE a.grant_id = $1 AND a.amount IS NOT NULL
        AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) ORDER BY o.name`,
    [grantId],
  );

/** The partner of a preview: one partner, never all of them. */
export async function firstPartner(
  tx: Tx,
  { audience }: ReportDefinition,
  grantId: string,
): Promise<PartnerOf | null> {
  if (audience !== 'partner') return null;
  return (await partnersOf(tx, grantId))[0] ?? NOBODY;
}
