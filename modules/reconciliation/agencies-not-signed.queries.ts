import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';

/** Codes of the agencies of a grant whose ledgers two people have not signed up to the day before `until`. */
export async function agenciesNotSigned(
  tx: Tx,
  grantId: string,
  until: CivilDate,
): Promise<string[]> {
  const rows = await tx.query<{ code: string }>(
    `SELECT o.code FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id
      WHERE s.grant_id = $1 AND coalesce(agency_locked_until(s.grant_id, o.id), '1900-01-01') < $2::date - 1
      ORDER BY o.code`,
    [grantId, until],
  );
  return rows.map(({ code }) => code);
}
