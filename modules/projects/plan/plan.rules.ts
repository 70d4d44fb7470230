/**
 * Cash flow of a business plan over twelve months: opening cash, income, expenses, lowest balance, and the first
 * self-sustaining month. In centimes; `project_plan_lowest` computes the same lowest balance.
 */
export const PLAN_LINES = ['need', 'income', 'expense'] as const;
export type PlanLineKind = (typeof PLAN_LINES)[number];
export const MONTHS = 12;

export interface PlanLine {
  readonly kind: PlanLineKind;
  readonly label: string;
  /** One for a need at the start, twelve for the months: "250.00". */
  readonly amounts: readonly string[];
}
export interface PlanFacts {
  readonly ownContribution: string;
  readonly grantAsked: string;
  readonly lines: readonly PlanLine[];
}
export interface CashMonth {
  /** From 1. */
  readonly month: number;
  readonly opening: number;
  readonly income: number;
  readonly expenses: number;
  readonly closing: number;
}
export interface CashFlow {
  /** Own money and grant less what is needed at the start. */
  readonly start: number;
  readonly months: readonly CashMonth[];
  readonly lowest: number;
  /** In which month it is lowest; 0 is the start. */
  readonly lowestMonth: number;
  /** The first month from which on every month brings in what it costs; null where there is none. */
  readonly breakEven: number | null;
  /** Whether the money lasts from the start to the end. */
  readonly holds: boolean;
}

export const cents = (amount: string): number => Math.round(Number(amount) * 100);

export function cashFlow({ ownContribution, grantAsked, lines }: PlanFacts): CashFlow {
  const total = (kind: PlanLineKind, at: number) =>
    lines
      .filter((line) => line.kind === kind)
      .reduce((sum, { amounts }) => sum + cents(amounts[at] ?? '0'), 0);
  const start = cents(ownContribution) + cents(grantAsked) - total('need', 0);
  const months: CashMonth[] = [];
  for (let at = 0; at < MONTHS; at += 1) {
    const opening = months.at(-1)?.closing ?? start;
    const [income, expenses] = [total('income', at), total('expense', at)];
    months.push({ month: at + 1, opening, income, expenses, closing: opening + income - expenses });
  }
  const lowest = Math.min(start, ...months.map(({ closing }) => closing));
  const lowestMonth =
    start === lowest ? 0 : months.find(({ closing }) => closing === lowest)!.month;
  return { start, months, lowest, lowestMonth, breakEven: breakEven(months), holds: lowest >= 0 };
}

function breakEven(months: readonly CashMonth[]): number | null {
  const last = months.findLast(({ income, expenses }) => income < expenses)?.month ?? 0;
  const there = months.some(({ income }) => income > 0);
  return there && last < months.length ? last + 1 : null;
}
