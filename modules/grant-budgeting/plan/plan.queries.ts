/** What is planned and what was spent of each line in each quarter, and the same by view: one definition. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { nextQuarter, quarterOf } from '../../platform/shared/quarters.rules';
import type { BudgetToday } from '../budget.queries';
import { groupKeyOf, BUDGET_GROUPINGS, type BudgetGrouping } from '../budget-views.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import { convert, sumOf, written } from '../money.rules';
import type { BroughtIn } from '../openings/opening.queries';
import { supportByQuarter } from './cash.rules';
import { grantQuarters, straightLine, type GrantQuarter } from './plan.rules';

export interface LinePlan {
  readonly lineId: string;
  readonly amount: string;
  /** 0 where nobody planned: then it is a straight line by days. */
  readonly version: number;
  readonly why: 'straight' | 'planned' | 'revision';
  readonly plannedBy: string | null;
  readonly plannedAt: Date | null;
  /** In the order of the quarters. */
  readonly planned: readonly string[];
}

export interface PlanCells {
  readonly planned: readonly string[];
  readonly actual: readonly string[];
  readonly plannedTotal: string;
  readonly actualTotal: string;
}

export interface PlanLine extends LinePlan, PlanCells {
  readonly code: string;
  readonly name: LocalisedName;
  readonly organisationCode: string;
}

export interface PlanRow extends PlanCells {
  readonly key: string;
  readonly name: LocalisedName | null;
  readonly indirect: boolean;
}

export interface PlanView {
  readonly view: BudgetGrouping;
  readonly rows: readonly PlanRow[];
  readonly total: PlanCells;
}

export interface GrantPlan {
  readonly grantId: string;
  readonly code: string;
  readonly currency: string;
  readonly today: CivilDate;
  /** Of the grant; where something was booked after its end, the quarters up to there have no plan. */
  readonly quarters: readonly GrantQuarter[];
  readonly lines: readonly PlanLine[];
  readonly views: readonly PlanView[];
  /** What of the actual amounts was spent before Mawa. */
  readonly broughtIn: BroughtIn | null;
}

interface PlanRecord {
  readonly lineId: string;
  readonly version: number;
  readonly why: 'planned' | 'revision';
  readonly plannedBy: string;
  readonly plannedAt: Date;
  readonly amounts: Record<CivilDate, string>;
}

const LATEST = `
  SELECT p.line_id AS "lineId", p.version, p.why, localized_name(u.name, u.names) AS "plannedBy", p.planned_at AS "plannedAt",
         (SELECT json_object_agg(q.starts_on, q.amount::text) FROM budget_plan_quarters q WHERE q.plan_id = p.id) AS amounts
    FROM budget_plans p JOIN budget_lines l ON l.id = p.line_id JOIN users u ON u.id = p.planned_by
   WHERE l.grant_id = $1 AND NOT EXISTS (SELECT 1 FROM budget_plans n WHERE n.line_id = p.line_id AND n.version > p.version)`;

/** The plan in force of each of these lines of a grant. */
export async function plansIn(
  tx: Tx,
  grantId: string,
  lines: readonly { readonly lineId: string; readonly amount: string }[],
  quarters: readonly GrantQuarter[],
): Promise<LinePlan[]> {
  const rows = await tx.query<PlanRecord>(LATEST, [grantId]);
  const known = new Map(rows.map((row) => [row.lineId, row]));
  return lines.map(({ lineId, amount }) => {
    const plan = known.get(lineId);
    if (!plan) {
      const planned = straightLine(amount, quarters).map(written);
      return {
        lineId,
        amount,
        version: 0,
        why: 'straight' as const,
        plannedBy: null,
        plannedAt: null,
        planned,
      };
    }
    const { amounts, ...facts } = plan;
    const planned = quarters.map(({ startsOn }) => amounts[startsOn] ?? '0.00');
    return { ...facts, amount, planned };
  });
}

const ACTUAL = `
  SELECT a.line_id AS "lineId", date_trunc('quarter', d.day::timestamp)::date::text AS "startsOn", sum(d.amount) AS amount
    FROM ledger_accounts a JOIN ledger_days d ON d.account_id = a.id
   WHERE a.grant_id = $1 AND a.kind = 'spent' AND d.day <= $2 GROUP BY 1, 2`;

export async function planOf(tx: Tx, budget: BudgetToday): Promise<GrantPlan> {
  const { grantId, grant, today } = budget;
  const own = grantQuarters(grant.startsOn, grant.endsOn);
  const spent = await asFigures(tx, () =>
    tx.query<{ lineId: string; startsOn: CivilDate; amount: string }>(ACTUAL, [grantId, today]),
  );
  const quarters = withLate(own, spent);
  const plans = await plansIn(
    tx,
    grantId,
    budget.lines.map(({ lineId, budgeted }) => ({ lineId, amount: budgeted })),
    own,
  );
  const booked = new Map(spent.map(({ lineId, startsOn, amount }) => [lineId + startsOn, amount]));
  const lines = budget.lines.map((line, at): PlanLine => {
    const plan = plans[at]!;
    const planned = quarters.map((_, place) => plan.planned[place] ?? '0.00');
    const actual = quarters.map(({ startsOn }) => booked.get(line.lineId + startsOn) ?? '0.00');
    const { code, name, organisationCode } = line;
    return { ...plan, code, name, organisationCode, ...cells(planned, actual) };
  });
  return {
    grantId,
    code: grant.code,
    currency: grant.currency,
    today,
    quarters,
    lines,
    views: viewsOfPlan(budget, lines, own.length),
    broughtIn: budget.broughtIn,
  };
}

const cells = (planned: readonly string[], actual: readonly string[]): PlanCells => ({
  planned,
  actual,
  plannedTotal: written(sumOf(planned)),
  actualTotal: written(sumOf(actual)),
});

const addedCells = (rows: readonly PlanCells[], count: number): PlanCells => {
  const column = (of: 'planned' | 'actual') =>
    Array.from({ length: count }, (_, at) => written(sumOf(rows.map((row) => row[of][at]!))));
  return cells(column('planned'), column('actual'));
};

/** The quarters of the grant, and those around it in which something was booked. */
function withLate(own: GrantQuarter[], spent: readonly { startsOn: CivilDate }[]): GrantQuarter[] {
  const last = spent.reduce((day, one) => (one.startsOn > day ? one.startsOn : day), '');
  const all = [...own];
  while (all.at(-1)!.startsOn < last) {
    const { code, from, until } = nextQuarter(quarterOf(all.at(-1)!.startsOn));
    all.push({ code, startsOn: from, from, to: addDays(until, -1), days: 0 });
  }
  return all;
}

function viewsOfPlan(
  { views, lines: figures, shares }: BudgetToday,
  lines: readonly PlanLine[],
  ownQuarters: number,
): PlanView[] {
  const count = lines[0]?.planned.length ?? ownQuarters;
  const support = shares.map(({ organisationCode, support, supportRate }) => {
    const own = lines.filter((line) => line.organisationCode === organisationCode);
    const direct = addedCells(own, count);
    const planned = supportByQuarter(direct.planned.slice(0, ownQuarters), supportRate, support);
    return cells(
      Array.from({ length: count }, (_, at) => planned[at] ?? '0.00'),
      direct.actual.map((_, at) =>
        written(
          convert(sumOf(direct.actual.slice(0, at + 1)), supportRate).minus(
            convert(sumOf(direct.actual.slice(0, at)), supportRate),
          ),
        ),
      ),
    );
  });
  return BUDGET_GROUPINGS.map((view) => {
    const { rows } = views.find((one) => one.view === view)!;
    const filled = rows.map(({ key, name, indirect }): PlanRow => {
      const own = indirect
        ? support
        : lines.filter((_, at) => groupKeyOf[view](figures[at]!) === key);
      return { key, name, indirect, ...addedCells(own, count) };
    });
    return { view, rows: filled, total: addedCells(filled, count) };
  });
}
