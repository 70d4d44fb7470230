/** The cash forecast of a grant: every quarter from its plan, and four of them as section D of the SF-424A. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { nextQuarter, parseQuarter, quarterOf } from '../../platform/shared/quarters.rules';
import type { BudgetToday } from '../budget.queries';
import type { LocalisedName } from '../grants/grant-definition.types';
import { sumOf, written } from '../money.rules';
import { feeByQuarter, supportByQuarter } from './cash.rules';
import type { GrantPlan } from './plan.queries';
import { grantQuarters } from './plan.rules';

export interface CashLine {
  readonly code: string;
  readonly name: LocalisedName;
  readonly agency: string;
  readonly objectClass: string;
  readonly amount: string;
  readonly planned: readonly string[];
}

export interface CashForecast {
  readonly grant: string;
  readonly title: LocalisedName;
  readonly currency: string;
  readonly today: CivilDate;
  /** Codes of all quarters of the grant. */
  readonly quarters: readonly string[];
  readonly lines: readonly CashLine[];
  readonly support: readonly {
    readonly agency: string;
    readonly rate: string;
    readonly amount: string;
    readonly planned: readonly string[];
  }[];
  readonly fee: { readonly amount: string; readonly planned: readonly string[] };
  readonly needs: readonly string[];
  readonly total: string;
  /** Section D: four quarters from the one that was asked for; one outside the grant needs nothing. */
  readonly year: readonly { readonly quarter: string; readonly need: string }[];
  readonly yearTotal: string;
}

export function cashForecastOf(
  budget: BudgetToday,
  plan: GrantPlan,
  from: string | undefined,
): CashForecast {
  const { grant, lines, shares, today } = budget;
  const quarters = grantQuarters(grant.startsOn, grant.endsOn).map(({ code }) => code);
  const cashLines = lines.map((line, at): CashLine => ({
    code: line.code,
    name: line.name,
    agency: line.organisationCode,
    objectClass: line.objectClass,
    amount: line.budgeted,
    planned: plan.lines[at]!.planned.slice(0, quarters.length),
  }));
  const added = (rows: readonly { planned: readonly string[] }[]) =>
    quarters.map((_, at) => written(sumOf(rows.map(({ planned }) => planned[at]!))));
  const support = shares.map(({ organisationCode: agency, supportRate: rate, support: amount }) => {
    const direct = added(cashLines.filter((line) => line.agency === agency));
    return { agency, rate, amount, planned: supportByQuarter(direct, rate, amount) };
  });
  const fee = {
    amount: grant.fee,
    planned: feeByQuarter(added([...cashLines, ...support]), grant.fee),
  };
  const needs = added([...cashLines, ...support, fee]);
  const year = yearFrom(from, today).map((quarter) => ({
    quarter,
    need: needs[quarters.indexOf(quarter)] ?? '0.00',
  }));
  return {
    grant: grant.code,
    title: grant.title,
    currency: grant.currency,
    today,
    quarters,
    lines: cashLines,
    support,
    fee,
    needs,
    total: written(sumOf(needs)),
    year,
    yearTotal: written(sumOf(year.map(({ need }) => need))),
  };
}

function yearFrom(from: string | undefined, today: CivilDate): string[] {
  let quarter = (from && parseQuarter(from)) || quarterOf(today);
  return Array.from({ length: 4 }, () => {
    const { code } = quarter;
    quarter = nextQuarter(quarter);
    return code;
  });
}
