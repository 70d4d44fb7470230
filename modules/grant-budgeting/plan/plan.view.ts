import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { BUDGET_GROUPINGS, type BudgetGrouping } from '../budget-views.rules';
import { sumOf, written } from '../money.rules';
import { planPicture } from './plan-picture.view';
import type { GrantPlan, PlanCells } from './plan.queries';

/** "T3 2026", in the reader's language. */
export const quarterName = (code: string, language: Language): string =>
  translate(language, 'budget-plan:quarter', { year: code.slice(0, 4), number: code.slice(6) });

/** The plan against what was spent, in one view: a row of small bars, and the figures below. */
export function planModel(plan: GrantPlan, language: Language, view: BudgetGrouping) {
  const { rows, total } = plan.views.find((one) => one.view === view)!;
  const running = plan.quarters.findIndex(({ from, to }) => from <= plan.today && plan.today <= to);
  const mirrored = language === 'ar';
  const drawn = <Row extends PlanCells>(row: Row) => {
    const until =
      plan.today < plan.quarters[0]!.from ? 0 : running < 0 ? row.planned.length : running;
    const before = (amounts: readonly string[]) => written(sumOf(amounts.slice(0, until)));
    return {
      ...row,
      picture: planPicture(row, running, mirrored),
      plannedBefore: before(row.planned),
      actualBefore: before(row.actual),
      cells: row.planned.map((planned, at) => ({ planned, actual: row.actual[at]! })),
    };
  };
  const lines = new Map(plan.lines.map((line) => [line.code, line]));
  return {
    view,
    broughtIn: plan.broughtIn,
    views: BUDGET_GROUPINGS.map((value) => ({
      value,
      label: translate(language, `budget:glance.view.${value}`),
      path: `/budget/plan?${new URLSearchParams({ grant: plan.code, view: value })}`,
    })),
    quarters: plan.quarters.map(({ code }, at) => ({
      code,
      label: quarterName(code, language),
      isRunning: at === running,
    })),
    rows: rows.map((row) => {
      const line = view === 'line' && !row.indirect ? lines.get(row.key) : undefined;
      const spoken = row.indirect
        ? translate(language, 'budget:glance.indirect')
        : row.name?.[language];
      return {
        ...drawn(row),
        code: row.indirect && row.key === 'indirect' ? null : row.key,
        spoken,
        path: line ? `/budget/plan/lines/${line.lineId}` : null,
        isStraight: line?.why === 'straight',
      };
    }),
    total: drawn(total),
    straight: plan.lines.filter(({ why }) => why === 'straight').length,
    lineCount: plan.lines.length,
  };
}
