/** A grant cut by class, harmonised category, outcome and partner, as it stood at the end of a period. */
import type { Tx } from '../platform/database/transactions';
import type { Period } from '../platform/shared/periods.rules';
import { budgetFigures } from './budget.figures';
import { viewNames } from './budget.queries';
import { type BudgetView, type BudgetGrouping, viewsOf } from './budget-views.rules';

export type BudgetCuts = Readonly<Record<BudgetGrouping, BudgetView>>;

export async function budgetCuts(
  tx: Tx,
  grantId: string,
  period: Period,
  /** Of this agency's lines alone. */
  agency: string | null = null,
): Promise<BudgetCuts> {
  const { lines, shares } = await budgetFigures(tx, grantId, period);
  const own = <T extends { readonly organisationCode: string }>(rows: readonly T[]) =>
    agency === null ? rows : rows.filter(({ organisationCode }) => organisationCode === agency);
  const views = viewsOf({ lines: own(lines), shares: own(shares) }, await viewNames(tx, grantId));
  return Object.fromEntries(views.map((view) => [view.view, view])) as Record<
    BudgetGrouping,
    BudgetView
  >;
}
