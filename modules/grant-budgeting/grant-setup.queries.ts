import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { agencyShares, allocate, sumOf, written } from './money.rules';

export type LocalisedName = Readonly<Record<Language, string>>;

export interface LineDefinition {
  readonly code: string;
  readonly name: LocalisedName;
  /** Its part of the agency's direct costs, against its other lines; the last line takes the cents. */
  readonly weight: string;
  /** UNSDG harmonised category, 1 to 7. */
  readonly unsdg: number;
  /** SF-424A object class, a to h. */
  readonly objectClass: string;
  /** Code of one of the grant's outcomes; the whole grant where it has none. */
  readonly outcome?: string;
}

export interface ShareDefinition {
  readonly organisationCode: string;
  readonly afterFee: string;
  readonly supportRate: string;
  readonly lines: readonly LineDefinition[];
}

/** A grant as data: an award, its agent's fee, the agencies' shares and their lines. */
export interface GrantDefinition {
  readonly code: string;
  readonly title: string;
  readonly donorCode: string;
  readonly currency: string;
  readonly amount: string;
  readonly feeRate: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  /** Where the shares come from; says so where they are invented. */
  readonly sharesSource: string;
  readonly outcomes?: readonly { readonly code: string; readonly name: LocalisedName }[];
  readonly shares: readonly ShareDefinition[];
}

export interface OpenedGrant {
  readonly grantId: string;
  /** Ids of the lines by their code. */
  readonly lines: Readonly<Record<string, string>>;
}

/** Opens a grant with its accounts. Donor and agencies must exist already, by their code. */
export async function openGrant(tx: Tx, grant: GrantDefinition): Promise<OpenedGrant> {
  const organisations = await organisationIds(tx, grant);
  const arithmetic = agencyShares(grant.amount, grant.feeRate, grant.shares);
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO grants (code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (code) DO NOTHING RETURNING id`,
    [
      grant.code,
      grant.title,
      organisations.get(grant.donorCode),
      grant.currency,
      grant.amount,
      grant.feeRate,
      grant.startsOn,
      grant.endsOn,
      grant.sharesSource,
    ],
  );
  if (!row) throw new DomainError('conflict', 'budget.grant_exists', { code: grant.code });
  const grantId = row.id;
  await tx.query(`INSERT INTO ledger_accounts (grant_id, kind) VALUES ($1, 'funds')`, [grantId]);
  for (const { code, name } of grant.outcomes ?? []) {
    await tx.query('INSERT INTO grant_outcomes (grant_id, code, name) VALUES ($1, $2, $3)', [
      grantId,
      code,
      JSON.stringify(name),
    ]);
  }
  const lines: Record<string, string> = {};
  for (const [at, share] of grant.shares.entries()) {
    const organisationId = organisations.get(share.organisationCode)!;
    const { afterFee, direct, support } = arithmetic.shares[at]!;
    await tx.query(
      `INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        grantId,
        organisationId,
        written(afterFee),
        share.supportRate,
        written(direct),
        written(support),
      ],
    );
    Object.assign(
      lines,
      await openLines(tx, grantId, organisationId, share.lines, written(direct)),
    );
  }
  await record(tx, { action: 'budget.open_grant', kind: 'grant', ids: [grantId] });
  return { grantId, lines };
}

async function openLines(
  tx: Tx,
  grantId: string,
  organisationId: string,
  lines: readonly LineDefinition[],
  direct: string,
): Promise<Record<string, string>> {
  const amounts = allocate(
    direct,
    lines.map((line) => line.weight),
  );
  if (!sumOf(amounts).equals(direct)) throw new RangeError('lines do not add up');
  const rows = await tx.query<{ id: string; code: string }>(
    `INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class, outcome_code)
     SELECT $1, $2, * FROM unnest($3::text[], $4::jsonb[], $5::numeric[], $6::smallint[], $7::text[], $8::text[])
     RETURNING id, code`,
    [
      grantId,
      organisationId,
      lines.map((line) => line.code),
      lines.map((line) => JSON.stringify(line.name)),
      amounts.map(written),
      lines.map((line) => line.unsdg),
      lines.map((line) => line.objectClass),
      lines.map((line) => line.outcome ?? 'all'),
    ],
  );
  await tx.query(
    `INSERT INTO ledger_accounts (grant_id, kind, line_id)
     SELECT $1, kind, line FROM unnest($2::uuid[]) AS line, unnest(ARRAY['spent', 'unfunded']) AS kind`,
    [grantId, rows.map((row) => row.id)],
  );
  return Object.fromEntries(rows.map(({ code, id }) => [code, id]));
}

async function organisationIds(tx: Tx, grant: GrantDefinition): Promise<Map<string, string>> {
  const wanted = [grant.donorCode, ...grant.shares.map((share) => share.organisationCode)];
  const rows = await tx.query<{ id: string; code: string }>(
    'SELECT id, code FROM organisations WHERE code = ANY ($1)',
    [wanted],
  );
  const found = new Map(rows.map(({ code, id }) => [code, id]));
  const missing = wanted.find((code) => !found.has(code));
  if (missing) throw new DomainError('invalid', 'budget.unknown_organisation', { code: missing });
  return found;
}
