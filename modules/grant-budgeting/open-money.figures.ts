/** The grant's money as open data tell it: added up by quarter and category, without a vendor, a partner's name or a place. */
import { Decimal } from 'decimal.js';
import { asFigures, type Tx } from '../../src/database/transactions';
import type { CivilDate } from '../../src/shared/nights';
import { sumOf, written } from './money.rules';
import { plansIn } from './plan/plan.queries';
import { grantQuarters, type GrantQuarter } from './plan/plan.rules';

/** By the day on which it was booked, so that what was told of a quarter stays as it was told. */
export interface MoneyOfQuarter {
  /** First day of the quarter. */
  readonly from: CivilDate;
  readonly currency: string;
  readonly amount: string;
}
export interface SpentOfQuarter extends MoneyOfQuarter {
  /** The harmonised category of the budget line, 1 to 8. */
  readonly category: string;
}
export interface BudgetOfYear {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly amount: string;
  /** Somebody planned it, and it is no straight line by days. */
  readonly planned: boolean;
}
export interface OpenMoney {
  readonly received: readonly MoneyOfQuarter[];
  /** Agreements with partners, by the day on which they begin, each currency apart. */
  readonly committed: readonly MoneyOfQuarter[];
  /** Advanced or paid back to partners, less what they gave back. */
  readonly disbursed: readonly MoneyOfQuarter[];
  /** What the agencies spent themselves; what partners spent is in what was disbursed. */
  readonly spent: readonly SpentOfQuarter[];
  readonly budgets: readonly BudgetOfYear[];
}

const QUARTER = (day: string) => `date_trunc('quarter', ${day}::timestamp)::date::text AS "from"`;
/** An entry that takes one back belongs to what it takes back. */
const BOOKED = `ledger_entries e
    JOIN ledger_accounts a ON a.id = e.account_id AND a.grant_id = $1
    JOIN ledger_transactions t ON t.id = e.transaction_id AND t.booked_on < $2
    JOIN grants g ON g.id = a.grant_id
    LEFT JOIN ledger_transactions o ON o.id = t.reverses`;
const SOURCE = 'coalesce(o.source_kind, t.source_kind)';
const PARTNERS = `('liquidation', 'reimbursement')`;

const SPENT = `
  SELECT ${QUARTER('t.booked_on')}, l.unsdg_category::text AS category, g.currency, sum(e.amount)::numeric(16,2)::text AS amount
    FROM ${BOOKED} JOIN budget_lines l ON l.id = a.line_id
   WHERE a.kind = 'spent' AND ${SOURCE} NOT IN ${PARTNERS}
   GROUP BY 1, 2, 3 HAVING sum(e.amount) <> 0 ORDER BY 1, 2`;

/** What partners account for of an advance moves nothing: it was disbursed when it was advanced. */
const DISBURSED = `
  SELECT ${QUARTER('t.booked_on')}, g.currency, sum(e.amount)::numeric(16,2)::text AS amount
    FROM ${BOOKED}
   WHERE (a.kind = 'advance' AND ${SOURCE} <> 'liquidation') OR (a.kind IN ('spent', 'unfunded') AND ${SOURCE} = 'reimbursement')
   GROUP BY 1, 2 HAVING sum(e.amount) <> 0 ORDER BY 1`;

const RECEIVED = `
  SELECT ${QUARTER('m.on_day')}, g.currency,
         sum(CASE m.kind WHEN 'received' THEN m.amount ELSE -m.amount END)::numeric(16,2)::text AS amount
    FROM donor_money m JOIN grants g ON g.id = m.grant_id
   WHERE m.grant_id = $1 AND m.on_day < $2 AND m.kind IN ('received', 'returned')
   GROUP BY 1, 2 HAVING sum(CASE m.kind WHEN 'received' THEN m.amount ELSE -m.amount END) <> 0 ORDER BY 1`;

const COMMITTED = `
  SELECT ${QUARTER('a.starts_on')}, a.currency, sum(a.amount)::numeric(16,2)::text AS amount
    FROM agreements a
   WHERE a.grant_id = $1 AND a.starts_on < $2 AND a.amount IS NOT NULL
     AND EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id)
   GROUP BY 1, 2 ORDER BY 1, 2`;

export async function openMoney(
  tx: Tx,
  grantId: string,
  { until, startsOn, endsOn, amount }: OpenGrant,
): Promise<OpenMoney> {
  const at = [grantId, until];
  const [spent, disbursed] = await asFigures(tx, async () => [
    await tx.query<SpentOfQuarter>(SPENT, at),
    await tx.query<MoneyOfQuarter>(DISBURSED, at),
  ]);
  return {
    received: await tx.query<MoneyOfQuarter>(RECEIVED, at),
    committed: await tx.query<MoneyOfQuarter>(COMMITTED, at),
    ...{ disbursed, spent },
    budgets: await budgetsIn(tx, grantId, { startsOn, endsOn, amount }),
  };
}

export interface OpenGrant {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly amount: string;
  /** The first day that is not told of. */
  readonly until: CivilDate;
}

async function budgetsIn(
  tx: Tx,
  grantId: string,
  grant: Omit<OpenGrant, 'until'>,
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
