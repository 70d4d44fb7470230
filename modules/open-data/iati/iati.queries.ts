/** Codes and identifiers of the activity: settings and rows, each with its source. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { ActivityCodes, IatiGrant, IatiOrganisation, IatiText } from './iati-facts.types';

export interface ReferenceRow {
  readonly code: string;
  /** As organisations know it here; null of one that is not there. */
  readonly name: string | null;
  readonly ref: string;
  readonly type: number;
  readonly channel: string | null;
  readonly source: string;
  readonly verified: boolean;
  /** Null: delivered with the programme. */
  readonly by: string | null;
  readonly at: Date;
}

export const referencesIn = (tx: Tx): Promise<ReferenceRow[]> =>
  tx.query<ReferenceRow>(
    `SELECT DISTINCT ON (r.code) r.code, o.name, r.ref, r.type::int, r.channel, r.source, r.verified, localized_name(u.name, u.names) AS by, r.at
       FROM open_data_references r LEFT JOIN organisations o ON o.code = r.code LEFT JOIN users u ON u.id = r."by"
      ORDER BY r.code, r.place DESC`,
  );

export async function activityCodes(tx: Tx): Promise<ActivityCodes> {
  const [row] = await tx.query<{ codes: ActivityCodes | null }>(
    `SELECT mawa_setting('iati_activity') AS codes`,
  );
  if (!row?.codes) throw new DomainError('conflict', 'open-data.no_codes');
  return row.codes;
}

export interface OrganisationsOfGrant {
  readonly reporting: IatiOrganisation;
  readonly funding: IatiOrganisation;
  readonly implementing: readonly IatiOrganisation[];
}

interface GrantOrganisation {
  readonly code: string;
  readonly name: string;
  readonly role: 'funding' | 'implementing';
}

/** The donor, and the agencies with a share; each must have an identifier. */
export async function organisationsOf(
  tx: Tx,
  grantId: string,
  { reporting }: ActivityCodes,
): Promise<OrganisationsOfGrant> {
  const references = new Map((await referencesIn(tx)).map((row) => [row.code, row]));
  const found = await tx.query<GrantOrganisation>(
    `SELECT o.code, o.name, 'funding' AS role FROM grants g JOIN organisations o ON o.id = g.donor_id WHERE g.id = $1
      UNION ALL SELECT o.code, o.name, 'implementing' FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id
      WHERE s.grant_id = $1 ORDER BY role, code`,
    [grantId],
  );
  const known = found.map(({ code, name, role }) => {
    const reference = references.get(code);
    if (!reference) throw new DomainError('conflict', 'open-data.no_reference', { name });
    const { ref, type, channel } = reference;
    return { role, code, name, ref, type: String(type), channel };
  });
  const implementing = known.filter(({ role }) => role === 'implementing');
  const publisher = implementing.find(({ code }) => code === reporting) ?? implementing[0];
  const funding = known.find(({ role }) => role === 'funding');
  if (!publisher || !funding) throw new DomainError('conflict', 'open-data.no_agency');
  return { reporting: publisher, funding, implementing };
}

export async function openGrant(tx: Tx, grantId: string): Promise<IatiGrant> {
  const [grant] = await tx.query<IatiGrant>(
    `SELECT code, title, currency, amount::text AS amount, starts_on::text AS "startsOn", ends_on::text AS "endsOn"
       FROM grants WHERE id = $1`,
    [grantId],
  );
  if (!grant) throw new DomainError('invalid', 'common.not_choice', {}, 'grantId');
  return grant;
}

export async function categoriesIn(tx: Tx): Promise<Map<string, IatiText>> {
  const rows = await tx.query<{ code: string; name: IatiText }>(
    `SELECT code::text AS code, name FROM unsdg_categories`,
  );
  return new Map(rows.map(({ code, name }) => [code, name]));
}
