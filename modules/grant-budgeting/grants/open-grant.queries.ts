import { record } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import { FieldErrors } from '../../platform/shared/domain.errors';
import { agencyShares, written } from '../money.rules';
import { grantExists } from './grant.errors';
import type { GrantDefinition, LineDefinition } from './grant-definition.types';
import { checkDefinition } from './check-definition.queries';

export interface OpenedGrant {
  readonly grantId: string;
  /** Ids of the lines by their code. */
  readonly lines: Readonly<Record<string, string>>;
}

type OrganisationIds = ReadonlyMap<string, string>;

/** Opens a grant with its accounts. FieldErrors where the definition does not add up or names what is not known. */
export async function openGrant(tx: Tx, grant: GrantDefinition): Promise<OpenedGrant> {
  const { organisations, errors } = await checkDefinition(tx, grant);
  if (errors.length > 0) throw new FieldErrors(errors);
  const grantId = await insertGrant(tx, grant, organisations);
  await tx.query(`INSERT INTO ledger_accounts (grant_id, kind) VALUES ($1, 'funds')`, [grantId]);
  for (const { code, name } of grant.outcomes ?? []) {
    await tx.query('INSERT INTO grant_outcomes (grant_id, code, name) VALUES ($1, $2, $3)', [
      grantId,
      code,
      JSON.stringify(name),
    ]);
  }
  for (const { kind, firstFrom, dueDays, languages } of grant.reports ?? []) {
    await tx.query(
      'INSERT INTO grant_report_calendar (grant_id, kind, first_from, due_days, languages) VALUES ($1, $2, $3, $4, $5)',
      [grantId, kind, firstFrom, dueDays, languages],
    );
  }
  const arithmetic = agencyShares(grant.amount, grant.feeRate, grant.shares);
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
      await openLines(tx, { grantId, organisationId }, share.lines, organisations),
    );
  }
  await record(tx, { action: 'budget.open_grant', kind: 'grant', ids: [grantId] });
  return { grantId, lines };
}

async function insertGrant(
  tx: Tx,
  grant: GrantDefinition,
  organisations: OrganisationIds,
): Promise<string> {
  const { recipient } = grant;
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO grants (code, award_number, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source,
                         recipient_name, recipient_uei, recipient_ein, recipient_account)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (code) DO NOTHING RETURNING id`,
    [
      grant.code,
      grant.awardNumber ?? null,
      JSON.stringify(grant.title),
      organisations.get(grant.donorCode),
      grant.currency,
      grant.amount,
      grant.feeRate,
      grant.startsOn,
      grant.endsOn,
      grant.sharesSource,
      recipient?.name ?? null,
      recipient?.uei ?? null,
      recipient?.ein ?? null,
      recipient?.account ?? null,
    ],
  );
  if (!row) throw grantExists(grant.code);
  return row.id;
}

async function openLines(
  tx: Tx,
  { grantId, organisationId }: { readonly grantId: string; readonly organisationId: string },
  lines: readonly LineDefinition[],
  organisations: OrganisationIds,
): Promise<Record<string, string>> {
  const rows = await tx.query<{ id: string; code: string }>(
    `INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class, outcome_code, partner_id)
     SELECT $1, $2, * FROM unnest($3::text[], $4::jsonb[], $5::numeric[], $6::smallint[], $7::text[], $8::text[], $9::uuid[])
     RETURNING id, code`,
    [
      grantId,
      organisationId,
      lines.map((line) => line.code),
      lines.map((line) => JSON.stringify(line.name)),
      lines.map((line) => line.amount),
      lines.map((line) => line.unsdg),
      lines.map((line) => line.objectClass),
      lines.map((line) => line.outcome ?? 'all'),
      lines.map(({ partnerCode }) => (partnerCode ? organisations.get(partnerCode) : null)),
    ],
  );
  await tx.query(
    `INSERT INTO ledger_accounts (grant_id, kind, line_id)
     SELECT $1, kind, line FROM unnest($2::uuid[]) AS line, unnest(ARRAY['spent', 'unfunded']) AS kind`,
    [grantId, rows.map((row) => row.id)],
  );
  return Object.fromEntries(rows.map(({ code, id }) => [code, id]));
}
