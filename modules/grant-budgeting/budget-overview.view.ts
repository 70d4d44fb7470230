import type { Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { translate } from '../platform/web/i18n';
import { barOfAmounts } from './budget-picture.view';
import type { BudgetToday } from './budget.queries';
import { groupKeyOf, BUDGET_GROUPINGS, type BudgetGrouping } from './budget-views.rules';

/** The budget at a glance in one view: a bar a row, each leading to its lines. */
export function budgetOverview(
  { views, lines, elapsed, grant }: BudgetToday,
  language: Language,
  { view = 'agency', group }: { view?: BudgetGrouping; group?: string },
) {
  const { rows, total } = views.find((one) => one.view === view)!;
  const chosen = group === undefined ? null : rows.find(({ key }) => key === group);
  if (chosen === undefined) throw notFound();
  const address = (of: BudgetGrouping, key?: string) =>
    `/budget?${new URLSearchParams({ grant: grant.code, view: of, ...(key !== undefined && { group: key }) })}`;
  const labelOf = ({ key, name, indirect }: (typeof rows)[number]) => {
    const spoken = indirect ? translate(language, 'budget:glance.indirect') : name?.[language];
    return { code: indirect && key === 'indirect' ? null : key, spoken };
  };
  return {
    view,
    views: BUDGET_GROUPINGS.map((value) => ({
      value,
      label: translate(language, `budget:glance.view.${value}`),
      path: address(value),
    })),
    rows: rows.map((row) => ({
      ...row,
      ...labelOf(row),
      bar: barOfAmounts(row, elapsed),
      path: row.indirect ? null : `${address(view, row.key)}#lines`,
    })),
    total: { ...total, bar: barOfAmounts(total, elapsed) },
    chosen: chosen && labelOf(chosen),
    allPath: address(view),
    lines: chosen ? lines.filter((line) => groupKeyOf[view](line) === chosen.key) : lines,
  };
}
