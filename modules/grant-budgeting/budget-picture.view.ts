/** Use of the award as shapes for the server's SVG; numbers here are coordinates, not money. */
import { Decimal } from 'decimal.js';
import type { BudgetFigures, BudgetLineFigures, BudgetAmounts } from './budget.figures';
import type { ViewAmounts } from './budget-views.rules';
import { sumOf, written } from './money.rules';

export type StepKey = 'award' | 'fee' | 'support' | 'direct' | 'spent' | 'left';

export interface Step {
  readonly key: StepKey;
  readonly amount: string;
  /** A whole, from the ground up; or a part that is taken away or remains. */
  readonly whole: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly middle: number;
  /** Base line of the amount above the bar. */
  readonly above: number;
}

export const PICTURE = { width: 900, height: 290, ground: 240, top: 34 } as const;
const SPACE = 150;
const BAR = 104;

/** Award, less fee and support, is direct; direct is spent and left. Mirrored for right to left. */
export function waterfall(
  { grant, shares, totals }: Pick<BudgetFigures, 'grant' | 'shares' | 'totals'>,
  mirrored: boolean,
): Step[] {
  const support = written(sumOf(shares.map((share) => share.support)));
  const direct = written(sumOf(shares.map((share) => share.direct)));
  const afterFee = sumOf([support, direct]);
  const left = new Decimal(totals.left).isNegative() ? '0.00' : totals.left;
  const steps: readonly [StepKey, string, Decimal | string, boolean][] = [
    ['award', grant.amount, grant.amount, true],
    ['fee', grant.fee, grant.amount, false],
    ['support', support, afterFee, false],
    ['direct', direct, direct, true],
    ['spent', totals.spentToDate, direct, false],
    ['left', totals.left, left, false],
  ];
  const scale = (PICTURE.ground - PICTURE.top) / Number(grant.amount);
  const round = (value: number) => Math.round(value * 10) / 10;
  return steps.map(([key, amount, top, whole], at) => {
    const place = mirrored ? steps.length - 1 - at : at;
    const x = place * SPACE + (SPACE - BAR) / 2;
    const y = round(PICTURE.ground - Number(top) * scale);
    const height = round(Math.max(2, Math.max(0, Number(amount)) * scale));
    return { key, amount, whole, x, y, width: BAR, height, middle: x + BAR / 2, above: y - 8 };
  });
}

export interface Bar {
  /** Hundredths of the budget, never beyond 100. */
  readonly spentEnd: number;
  /** Where what is committed ends, after what is spent. */
  readonly committedEnd: number;
  readonly timeAt: number;
  readonly spentShare: number;
  readonly over: boolean;
}

export const barOf = (
  { budgeted, spentToDate, committedToDate, available }: BudgetAmounts,
  elapsed: number,
): Bar =>
  barOfAmounts(
    { budgeted, spent: spentToDate, committed: committedToDate, left: available },
    elapsed,
  );

/** Spent, then committed, against the time gone; beyond the budget the bar is full and says so in words. */
export function barOfAmounts(
  { budgeted, spent, committed, left }: ViewAmounts,
  elapsed: number,
): Bar {
  const shareOf = (amount: Decimal) =>
    new Decimal(budgeted).isZero() ? 0 : amount.dividedBy(budgeted).toNumber();
  const end = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  const spentShare = shareOf(new Decimal(spent));
  return {
    spentEnd: end(spentShare),
    committedEnd: end(shareOf(sumOf([spent, committed]))),
    timeAt: Math.round(elapsed * 994) / 10,
    spentShare,
    over: new Decimal(left).isNegative(),
  };
}

export const byAgency = (
  lines: readonly BudgetLineFigures[],
): { organisationCode: string; lines: BudgetLineFigures[] }[] => {
  const agencies = new Map<string, BudgetLineFigures[]>();
  for (const line of lines) {
    agencies.set(line.organisationCode, [...(agencies.get(line.organisationCode) ?? []), line]);
  }
  return [...agencies].map(([organisationCode, own]) => ({ organisationCode, lines: own }));
};
