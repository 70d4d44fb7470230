/** Checks of agency ledger rows: agency, month, budget line, and earlier rows. */
import { fold, type NamedOrganisation, OrganisationNames } from '../imports';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  inAnotherCurrency,
  isLocked,
  knownAlready,
  namesItsGrant,
  ofAnotherMonth,
  onAnotherLine,
  unknownAgency,
} from './reconciliation.errors';

export interface AgencyRow {
  readonly grant: string | null;
  readonly agency: string;
  readonly month: CivilDate;
  readonly reference: string;
  readonly on: CivilDate;
  readonly amount: string;
  readonly currency: string | null;
  readonly documentAmount: string | null;
  readonly documentCurrency: string | null;
  readonly line: string | null;
  readonly total: string | null;
  readonly isTotal: boolean;
}

export interface Agency extends NamedOrganisation {
  readonly grantId: string;
  readonly grant: string;
  readonly currency: string;
  readonly organisationId: string;
  /** The last day that is signed with it. */
  readonly lockedUntil: CivilDate | null;
  /** The agency's budget lines by code. */
  readonly lines: Readonly<Record<string, string>>;
}

export const agenciesByCode = (tx: Tx): Promise<Agency[]> =>
  tx.query<Agency>(
    `SELECT g.id AS "grantId", g.code AS grant, g.currency, o.id AS "organisationId", o.code, o.name, o.names,
            agency_locked_until(g.id, o.id)::text AS "lockedUntil",
            coalesce((SELECT json_object_agg(upper(l.code), l.id) FROM budget_lines l
              WHERE l.grant_id = g.id AND l.organisation_id = o.id), '{}') AS lines
       FROM grant_shares s JOIN grants g ON g.id = s.grant_id JOIN organisations o ON o.id = s.organisation_id
      ORDER BY g.code, o.code`,
  );

function agencyOf(agencies: readonly Agency[], { grant, agency }: AgencyRow): Agency {
  const ofGrant = agencies.filter((one) => grant === null || fold(one.grant) === fold(grant));
  const found = new OrganisationNames(ofGrant).find(agency);
  if (found.length > 1) throw namesItsGrant(agency);
  if (!found[0]) throw unknownAgency(agency);
  return found[0];
}

/** The agency of a row that may be kept. */
export async function refuseWrongRow(
  tx: Tx,
  agencies: readonly Agency[],
  row: AgencyRow,
): Promise<Agency> {
  const agency = agencyOf(agencies, row);
  const { code, currency, lockedUntil, lines } = agency;
  const { on, month, line, reference } = row;
  if (`${on.slice(0, 7)}-01` !== month) throw ofAnotherMonth({ day: on, month: month.slice(0, 7) });
  if (row.currency !== null && row.currency !== currency) {
    throw inAnotherCurrency({ found: row.currency, currency });
  }
  if (line !== null && !lines[line]) throw onAnotherLine({ line, agency: code });
  if (lockedUntil !== null && on <= lockedUntil)
    throw isLocked({ agency: code, until: lockedUntil });
  const [known] = await tx.query<{ row: number; at: Date }>(
    `SELECT r.row_number AS row, f.brought_at AS at FROM agency_rows_that_count r JOIN agency_files f ON f.id = r.file_id
      WHERE r.grant_id = $1 AND r.organisation_id = $2 AND r.month = $3 AND r.on_day = $4 AND r.amount = $5
        AND lower(r.reference) = lower($6) LIMIT 1`,
    [agency.grantId, agency.organisationId, month, on, row.amount, reference],
  );
  if (known) throw knownAlready({ reference, row: known.row, at: known.at.toISOString() });
  return agency;
}
