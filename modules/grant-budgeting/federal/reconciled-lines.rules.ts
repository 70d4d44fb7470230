/** How lines e and f of the SF-425 meet the totals of the budget by object class: each difference by name. */
import { Decimal } from 'decimal.js';
import { sumOf, written, type Amount } from '../money.rules';

export const STEPS_TO_LINES = {
  e: ['class_spent', 'fee', 'income_deducted', 'advanced', 'owed'],
  f: ['class_committed', 'support_on_promises', 'owed', 'promised_and_advanced'],
} as const;
export type ReconciledLine = keyof typeof STEPS_TO_LINES;
export type ReconcilingStep = (typeof STEPS_TO_LINES)[ReconciledLine][number];

/** In the order in which they add up to the line; what is nothing is left out, but for the first. */
export interface ReconciledRow {
  readonly step: ReconcilingStep;
  readonly amount: string;
}
export type Reconciliation = Readonly<Record<ReconciledLine, readonly ReconciledRow[]>>;

export interface ReconcilingFacts {
  readonly spent: Amount;
  readonly support: Amount;
  readonly promised: Amount;
  readonly supportOnPromises: Amount;
  readonly fee: Amount;
  readonly incomeDeducted: Amount;
  readonly owed: Amount;
  /** On a cash basis: paid out and not spent, less what is spent and not paid; nothing on accrual. */
  readonly paidAhead: Amount;
  readonly promisedAndAdvanced: Amount;
  readonly isCash: boolean;
}

export function reconciliationOf(facts: ReconcilingFacts): Reconciliation {
  const less = (amount: Amount): Decimal => sumOf([amount]).negated();
  const cash = (amount: Amount): Amount => (facts.isCash ? amount : '0');
  const rows = (of: readonly (readonly [ReconcilingStep, Amount])[]): ReconciledRow[] =>
    of
      .map(([step, amount]) => ({ step, amount: written(amount) }))
      .filter(({ amount }, place) => place === 0 || Number(amount) !== 0);
  return {
    e: rows([
      ['class_spent', sumOf([facts.spent, facts.support])],
      ['fee', facts.fee],
      ['income_deducted', less(facts.incomeDeducted)],
      ['advanced', cash(sumOf([facts.paidAhead, facts.owed]))],
      ['owed', cash(less(facts.owed))],
    ]),
    f: rows([
      ['class_committed', sumOf([facts.promised, facts.supportOnPromises])],
      ['support_on_promises', less(facts.supportOnPromises)],
      ['owed', cash(facts.owed)],
      ['promised_and_advanced', cash(less(facts.promisedAndAdvanced))],
    ]),
  };
}

/** Lines of the reconciliation for pages and files; empty for a report without one. */
export const reconciledLines = ({
  reconciliation,
}: {
  readonly reconciliation?: Reconciliation | undefined;
}): { readonly letter: ReconciledLine; readonly rows: readonly ReconciledRow[] }[] =>
  reconciliation === undefined
    ? []
    : (['e', 'f'] as const).map((letter) => ({ letter, rows: reconciliation[letter] }));
