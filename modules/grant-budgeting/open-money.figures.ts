/** The grant's money as published in open data: flows and their parties, without a vendor, a partner's name or a place. */
import { Decimal } from 'decimal.js';
import { asFigures, type Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { sumOf, written } from './money.rules';
import { plansIn } from './plan/plan.queries';
import { grantQuarters, type GrantQuarter } from './plan/plan.rules';

/** TransactionType of IATI: the award, received, agreed with partners, paid to partners, spent. */
export type FlowType = '11' | '1' | '2' | '3' | '4';

/** What one document moved, by the quarter of the day on which it was booked. */
export interface OpenFlow {
  readonly type: FlowType;
  /** First day of the quarter. */
  readonly from: CivilDate;
  /** Of spending: the harmonised category of the budget line, 1 to 8. */
  readonly category: string | null;
  readonly currency: string;
  readonly document: string;
  /** Number of the person or organisation concerned, equal for the same one; meaningless outside these flows. */
  readonly voice: number;
  readonly amount: string;
}
export type FlowTotal = Pick<OpenFlow, 'type' | 'currency' | 'amount'>;
export interface BudgetOfYear {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly amount: string;
  /** Somebody planned it, and it is no straight line by days. */
  readonly planned: boolean;
}

const QUARTER = (day: string) => `date_trunc('quarter', ${day}::timestamp)::date`;
const SOURCE_ID = (kind: string) =>
  `CASE WHEN o.source_kind = '${kind}' THEN left(o.source_id, 36)::uuid END`;

/**
 * $1 grant, $2 until. Person or organisation behind each booking: the shelter of a night, the person of a service
 * (not its supplier), the supplier of an order, the partner of an agreement, the project, the training; otherwise the
 * document. A reversal belongs to the booking that it reverses. All unknown people count as one.
 */
const BOOKED = `
  booked AS (
    SELECT t.id, t.booked_on, o.source_kind AS source, coalesce(
             'house ' || k.shelter_id, 'person ' || coalesce(m.person_id, i.case_id),
             CASE WHEN o.source_kind IN ('service', 'training', 'recognition') THEN 'person' END,
             'partner ' || a.organisation_id, 'supplier ' || c.supplier_id,
             'project ' || y.project_id, 'training ' || x.training_id, 'document ' || o.id) AS behind
      FROM ledger_transactions t
      JOIN ledger_transactions o ON o.id = coalesce(t.reverses, t.id)
      LEFT JOIN bookings k ON k.id =
             CASE WHEN o.source_kind IN ('bed-night', 'correction') AND o.source_id ~ '^[0-9a-f-]{36}/' THEN left(o.source_id, 36)::uuid END
      LEFT JOIN services s ON s.id = ${SOURCE_ID('service')}
      LEFT JOIN training_allowances d ON d.id = ${SOURCE_ID('training')}
      LEFT JOIN recognition_fees r ON r.id = ${SOURCE_ID('recognition')}
      LEFT JOIN project_payments y ON y.id = ${SOURCE_ID('project')}
      LEFT JOIN capacity_costs x ON x.id = ${SOURCE_ID('capacity')}
      LEFT JOIN commitments c ON c.id = coalesce(o.commitment_id, t.commitment_id)
      LEFT JOIN return_plan_requests p ON p.commitment_id = c.id
      LEFT JOIN agreements a ON a.id = coalesce(o.agreement_id, t.agreement_id)
      CROSS JOIN LATERAL (SELECT coalesce(s.case_id, d.case_id, r.case_id, p.case_id) AS case_id) i
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = i.case_id
     WHERE t.grant_id = $1 AND t.booked_on < $2)`;

/** What partners account for of an advance moves nothing: it was disbursed when it was advanced. */
const LEDGER = `
  SELECT f.type, ${QUARTER('b.booked_on')} AS from_day, CASE f.type WHEN '4' THEN l.unsdg_category END::text AS category,
         g.currency, b.id AS document, b.behind, sum(e.amount) AS amount
    FROM booked b
    JOIN ledger_entries e ON e.transaction_id = b.id
    JOIN ledger_accounts a ON a.id = e.account_id AND a.grant_id = $1
    JOIN grants g ON g.id = a.grant_id
    LEFT JOIN budget_lines l ON l.id = a.line_id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN a.kind = 'spent' AND b.source NOT IN ('liquidation', 'reimbursement') THEN '4'
      WHEN a.kind = 'advance' AND b.source <> 'liquidation' OR a.kind IN ('spent', 'unfunded') AND b.source = 'reimbursement' THEN '3'
      END AS type) f
   WHERE f.type IS NOT NULL
   GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(e.amount) <> 0`;

/** Entered by finance, and read as who asks reads it: the award, the donor's money, confirmed agreements by their first day. */
const ENTERED = `
  SELECT '11' AS type, ${QUARTER('g.starts_on')} AS from_day, NULL::text AS category, g.currency, g.id AS document, 'donor' AS behind, g.amount
    FROM grants g WHERE g.id = $1 AND g.starts_on < $2
  UNION ALL
  SELECT '1', ${QUARTER('m.on_day')}, NULL, g.currency, m.id, 'donor', CASE m.kind WHEN 'received' THEN m.amount ELSE -m.amount END
    FROM donor_money m JOIN grants g ON g.id = m.grant_id
   WHERE m.grant_id = $1 AND m.on_day < $2 AND m.kind IN ('received', 'returned')
  UNION ALL
  SELECT '2', ${QUARTER('a.starts_on')}, NULL, a.currency, a.id, 'partner ' || a.organisation_id, a.amount
    FROM agreements a
   WHERE a.grant_id = $1 AND a.starts_on < $2 AND a.amount IS NOT NULL
     AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id)`;

const EACH = `type, from_day::text AS "from", category, currency, document, dense_rank() OVER (ORDER BY behind)::int AS voice,
         amount::numeric(16,2)::text AS amount`;

/** All flows before a day, by document; the person or organisation concerned is a number. */
export async function openFlows(tx: Tx, grantId: string, until: CivilDate): Promise<OpenFlow[]> {
  const at = [grantId, until];
  const entered = `SELECT ${EACH} FROM (${ENTERED}) f ORDER BY type, from_day, document`;
  const ledger = `WITH ${BOOKED} SELECT ${EACH} FROM (${LEDGER}) f ORDER BY type, from_day, category, document`;
  return [
    ...(await tx.query<OpenFlow>(entered, at)),
    ...(await asFigures(tx, () => tx.query<OpenFlow>(ledger, at))),
  ];
}

/** The same flows as their sums. */
export async function openTotals(tx: Tx, grantId: string, until: CivilDate): Promise<FlowTotal[]> {
  const at = [grantId, until];
  const sums = (flows: string, before = '') =>
    `${before} SELECT type, currency, sum(amount)::numeric(16,2)::text AS amount FROM (${flows}) f GROUP BY 1, 2 ORDER BY 1, 2`;
  return [
    ...(await tx.query<FlowTotal>(sums(ENTERED), at)),
    ...(await asFigures(tx, () => tx.query<FlowTotal>(sums(LEDGER, `WITH ${BOOKED}`), at))),
  ];
}

export interface OpenGrant {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly amount: string;
}

/** The award over its years. */
export async function openBudgets(
  tx: Tx,
  grantId: string,
  grant: OpenGrant,
): Promise<BudgetOfYear[]> {
  const quarters = grantQuarters(grant.startsOn, grant.endsOn);
  const lines = await tx.query<{ lineId: string; amount: string }>(
    `SELECT id AS "lineId", amount::text AS amount FROM budget_lines WHERE grant_id = $1 ORDER BY code, id`,
    [grantId],
  );
  const plans = await plansIn(tx, grantId, lines, quarters);
  const direct = quarters.map((_, at) => sumOf(plans.map(({ planned }) => planned[at] ?? '0.00')));
  return budgetsByYear(quarters, direct, {
    amount: grant.amount,
    planned: plans.some(({ version }) => version > 0),
  });
}

/**
 * The award over its calendar years, none longer than one: what the lines plan, and support costs and fee in
 * proportion. The years add up to the award to the cent, the last one taking what rounding leaves.
 */
export function budgetsByYear(
  quarters: readonly GrantQuarter[],
  direct: readonly Decimal[],
  { amount, planned }: { readonly amount: string; readonly planned: boolean },
): BudgetOfYear[] {
  const years = [...new Set(quarters.map(({ startsOn }) => startsOn.slice(0, 4)))];
  const whole = sumOf(direct);
  // Of a budget without a line: by days.
  const weight = (quarter: GrantQuarter, at: number) =>
    whole.isZero() ? new Decimal(quarter.days) : direct[at]!;
  const all = quarters.reduce((sum, quarter, at) => sum.plus(weight(quarter, at)), new Decimal(0));
  let left = new Decimal(amount);
  return years.map((year, place) => {
    const own = quarters.filter(({ startsOn }) => startsOn.startsWith(year));
    const part = own.reduce(
      (sum, quarter) => sum.plus(weight(quarter, quarters.indexOf(quarter))),
      new Decimal(0),
    );
    const share =
      place === years.length - 1
        ? left
        : new Decimal(amount).times(part).div(all).toDecimalPlaces(2, Decimal.ROUND_DOWN);
    left = left.minus(share);
    return { from: own[0]!.from, to: own.at(-1)!.to, amount: written(share), planned };
  });
}
