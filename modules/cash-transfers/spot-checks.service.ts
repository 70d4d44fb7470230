import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { toCent, written } from '../grant-budgeting';
import { translatePartnerErrors, saysWhyNotSupported, supportsMore, wrong } from './partner.errors';
import { dueChecks, sampleOf, type DueChecks } from './spot-check.rules';

export const FINDINGS = [
  'papers_missing',
  'other_amount',
  'not_eligible',
  'other_period',
  'paid_twice',
] as const;
export type Finding = (typeof FINDINGS)[number];

export interface NewSpotCheck {
  readonly on: CivilDate;
  readonly rows: readonly {
    readonly rowId: string;
    readonly supported: string;
    readonly finding?: Finding;
  }[];
}

/** A row of an accepted report, and how often it was looked at. */
export interface CheckableRow {
  readonly rowId: string;
  readonly paper: number;
  readonly line: string;
  readonly month: CivilDate;
  readonly document: string | null;
  readonly accepted: string;
  readonly currency: string;
  readonly checks: number;
}

export interface SpotCheck {
  readonly id: string;
  readonly on: CivilDate;
  readonly by: string;
  readonly rows: number;
  readonly accepted: string;
  readonly supported: string;
  readonly findings: readonly Finding[];
}

export interface SpotChecksOfPartner {
  readonly reference: string;
  readonly organisation: string;
  readonly currency: string;
  readonly checks: readonly SpotCheck[];
  readonly due: DueChecks;
  /** Rows to check next, largest first, none twice while others are left. */
  readonly sample: readonly CheckableRow[];
  readonly today: CivilDate;
}

/** Looking at the papers behind what a partner reported, by another than who accepted it. */
@Injectable()
export class SpotChecks {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, agreementId: string): Promise<SpotChecksOfPartner> {
    return this.transactions.run(actor, (tx) => ofPartner(tx, agreementId));
  }

  make(
    actor: Actor,
    agreementId: string,
    check: NewSpotCheck,
    requestId: string | null = null,
  ): Promise<{ id: string; unsupported: string }> {
    const once = { useCase: 'budget.spot_check', body: { agreementId, ...check }, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, (tx) => makeIn(tx, agreementId, check)),
    );
  }
}

async function makeIn(tx: Tx, agreementId: string, { on, rows }: NewSpotCheck) {
  if (!isCivilDate(on)) throw wrong('common.not_date', 'on');
  if (on > tx.today) throw wrong('budget.not_happened_yet', 'on');
  if (rows.length === 0) throw wrong('budget.nothing_checked', 'rows');
  const known = await checkableRows(tx, agreementId);
  const looked = rows.map((row, at) => {
    const { accepted, currency } = known.find(({ rowId }) => rowId === row.rowId) ?? {};
    if (accepted === undefined) throw wrong('budget.not_an_accepted_row', `rows.${at}.rowId`);
    const supported = toCent(row.supported);
    if (supported.greaterThan(accepted))
      throw supportsMore(`${accepted} ${currency}`, `rows.${at}.supported`);
    const whole = supported.equals(accepted);
    if (!whole && !row.finding) throw saysWhyNotSupported(`rows.${at}.finding`);
    const finding = whole ? null : row.finding!;
    return { rowId: row.rowId, accepted, supported: written(supported), finding };
  });
  const [check] = await tx.query<{ id: string }>(
    'INSERT INTO spot_checks (agreement_id, on_day) VALUES ($1, $2) RETURNING id',
    [agreementId, on],
  );
  await tx.query(
    `INSERT INTO spot_check_rows (check_id, row_id, accepted, supported, finding)
     SELECT $1, * FROM unnest($2::uuid[], $3::numeric[], $4::numeric[], $5::text[])`,
    [
      check!.id,
      looked.map(({ rowId }) => rowId),
      looked.map(({ accepted }) => accepted),
      looked.map(({ supported }) => supported),
      looked.map(({ finding }) => finding),
    ],
  );
  await record(tx, { action: 'budget.spot_check', kind: 'agreement', ids: [agreementId] });
  const unsupported = looked.reduce(
    (sum, { accepted, supported }) => sum.plus(accepted).minus(supported),
    toCent('0'),
  );
  return { id: check!.id, unsupported: written(unsupported) };
}

async function ofPartner(tx: Tx, agreementId: string): Promise<SpotChecksOfPartner> {
  const [partner] = await tx.query<{
    reference: string;
    organisation: string;
    currency: string;
    rating: string | null;
    perYear: Record<string, number>;
    startsOn: CivilDate;
  }>(
    `SELECT a.reference, localized_name(o.name, o.names) AS organisation, a.currency, a.starts_on::text AS "startsOn",
            (SELECT r.rating FROM partner_ratings r WHERE r.organisation_id = o.id ORDER BY r.valid_from DESC, r.rated_at DESC LIMIT 1) AS rating,
            mawa_setting('spot_checks_a_year') AS "perYear"
       FROM agreements a JOIN organisations o ON o.id = a.organisation_id WHERE a.id = $1 AND a.amount IS NOT NULL`,
    [agreementId],
  );
  if (!partner) throw notFound();
  const checks = await tx.query<SpotCheck>(
    `SELECT c.id, c.on_day::text AS on, localized_name(u.name, u.names) AS by, count(*)::int AS rows, sum(r.accepted)::numeric(14,2) AS accepted,
            sum(r.supported)::numeric(14,2) AS supported,
            coalesce(array_agg(DISTINCT r.finding) FILTER (WHERE r.finding IS NOT NULL), '{}') AS findings
       FROM spot_checks c JOIN spot_check_rows r ON r.check_id = c.id LEFT JOIN users u ON u.id = c.checked_by
      WHERE c.agreement_id = $1 GROUP BY c.id, localized_name(u.name, u.names) ORDER BY c.on_day DESC, c.checked_at DESC`,
    [agreementId],
  );
  const { reference, organisation, currency, rating, perYear, startsOn } = partner;
  return {
    reference,
    organisation,
    currency,
    checks,
    today: tx.today,
    due: dueChecks({
      perYear: perYear[rating ?? 'not_rated'] ?? 1,
      days: checks.map(({ on }) => on),
      since: startsOn,
      today: tx.today,
    }),
    sample: sampleOf(await checkableRows(tx, agreementId)),
  };
}

const checkableRows = (tx: Tx, agreementId: string): Promise<CheckableRow[]> =>
  tx.query<CheckableRow>(
    `SELECT r.id AS "rowId", p.number::int AS paper, l.code AS line, r.month::text AS month, r.document,
            d.agreed::numeric(14,2) AS accepted, a.currency,
            (SELECT count(*)::int FROM spot_check_rows c WHERE c.row_id = r.id) AS checks
       FROM partner_papers p JOIN agreements a ON a.id = p.agreement_id JOIN partner_paper_states st ON st.paper_id = p.id
       JOIN partner_paper_rows r ON r.paper_id = p.id JOIN budget_lines l ON l.id = r.line_id
       JOIN partner_row_decisions d ON d.step_id = st.agreed_by_step AND d.row_id = r.id
      WHERE p.agreement_id = $1 AND p.kind = 'report' AND d.agreed > 0
      ORDER BY d.agreed DESC, p.number, r.id`,
    [agreementId],
  );
