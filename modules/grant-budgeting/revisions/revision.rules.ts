/** What a revision changes, and how much has moved between direct cost categories since the donor last approved. */
import { Decimal } from 'decimal.js';
import { convert, sumOf, toCent, written, type Amount } from '../money.rules';

export interface Change {
  readonly objectClass: string;
  readonly organisationCode: string;
  readonly change: string;
}

const grouped = (changes: readonly Change[], by: 'objectClass' | 'organisationCode') => {
  const groups = new Map<string, Decimal>();
  for (const one of changes) {
    groups.set(one[by], (groups.get(one[by]) ?? new Decimal(0)).plus(one.change));
  }
  return groups;
};

/** What goes from one object class to others: the sum of what the classes gain. Within a class nothing moves. */
export const transferOf = (changes: readonly Change[]): Decimal =>
  toCent(sumOf([...grouped(changes, 'objectClass').values()].map((one) => Decimal.max(one, 0))));

/** Agencies whose lines together gain or lose. */
export const agenciesThatChange = (
  changes: readonly Change[],
): { readonly organisationCode: string; readonly change: string }[] =>
  [...grouped(changes, 'organisationCode')]
    .filter(([, change]) => !change.isZero())
    .map(([organisationCode, change]) => ({ organisationCode, change: written(change) }));

export interface TransferRule {
  /** Moved by revisions in force since the donor last approved the budget. */
  readonly before: string;
  /** What this revision adds. */
  readonly adds: string;
  /** The whole budget as last approved. */
  readonly total: string;
  /** Shares of it: where the donor must be asked, and where the page begins to warn. */
  readonly limitShare: string;
  readonly warningShare: string;
}

export interface TransferVerdict {
  readonly cumulated: string;
  readonly share: number;
  readonly limit: string;
  readonly warning: string;
  /** What can still move; below nothing where it is too much. */
  readonly room: string;
  readonly verdict: 'within' | 'warning' | 'beyond';
}

/** Exactly at the line is within it: only what exceeds it needs the donor. */
export function judgeTransfer({
  before,
  adds,
  total,
  limitShare,
  warningShare,
}: TransferRule): TransferVerdict {
  const cumulated = sumOf([before, adds]);
  const limit = convert(total, limitShare);
  const warning = convert(total, warningShare);
  const isBeyond = cumulated.greaterThan(new Decimal(total).times(limitShare));
  const isNear = cumulated.greaterThanOrEqualTo(warning);
  return {
    cumulated: written(cumulated),
    share: cumulated.dividedBy(total).toNumber(),
    limit: written(limit),
    warning: written(warning),
    room: written(limit.minus(cumulated)),
    verdict: isBeyond ? 'beyond' : isNear ? 'warning' : 'within',
  };
}

export interface AmountComparison {
  readonly before: string;
  readonly change: string;
  readonly after: string;
  /** Of what it was; null where it was nothing. */
  readonly share: number | null;
}

export function compareAmounts(before: Amount, change: Amount): AmountComparison {
  const was = toCent(before);
  return {
    before: written(was),
    change: written(change),
    after: written(was.plus(change)),
    share: was.isZero() ? null : toCent(change).dividedBy(was).toNumber(),
  };
}
