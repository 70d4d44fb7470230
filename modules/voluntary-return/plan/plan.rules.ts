/** State of a plan: grid, instalments by day, and planned, committed and paid amounts. */
import { sumOf, toCent, written } from '../../grant-budgeting';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';

export const DIMENSIONS = ['economic', 'social', 'psychosocial'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const HELP_LEVELS = ['individual', 'community', 'structural'] as const;
export type HelpLevel = (typeof HELP_LEVELS)[number];
export const INSTALMENT_FORMS = ['cash', 'kind'] as const;
export const AGREEMENT_LEVELS = ['own', 'agrees', 'with_doubts'] as const;
export const AGREED_BY = ['self', 'with_guardian'] as const;
export const END_REASONS = [
  'reached',
  'not_needed',
  'not_possible',
  'own_wish',
  'replaced',
] as const;
export const CANCEL_REASONS = ['not_needed', 'condition_not_met', 'own_wish', 'mistake'] as const;
export const UNDO_REASONS = ['mistake', 'given_back'] as const;
export const MOST_INSTALMENTS = 24;

/** State of an item's money at finance; null before a request. */
export type MoneyState = 'requested' | 'approved' | 'committed' | 'refused' | 'withdrawn' | null;

export type InstalmentStatus =
  | 'paid'
  | 'part'
  | 'late'
  | 'next'
  | 'waits'
  | 'not_agreed'
  | 'cancelled';

export interface InstalmentBalance {
  readonly amount: string;
  readonly dueOn: CivilDate;
  readonly paid: string;
  readonly cancelled: string;
  /** The rest of the item was cancelled. */
  readonly over: boolean;
}

export const amountLeft = ({ amount, paid, cancelled, over }: InstalmentBalance): string =>
  over ? '0.00' : written(toCent(amount).minus(paid).minus(cancelled));

/** State of an instalment: late when unpaid `days` after its due day, next within the `days` before it. */
export function instalmentStatusOf(
  one: InstalmentBalance,
  { today, days, money }: { today: CivilDate; days: number; money: MoneyState },
): InstalmentStatus {
  const paid = toCent(one.paid);
  if (toCent(amountLeft(one)).isZero()) return paid.isZero() ? 'cancelled' : 'paid';
  if (money !== 'committed') return 'not_agreed';
  if (addDays(one.dueOn, days) < today) return 'late';
  if (!paid.isZero()) return 'part';
  return one.dueOn <= addDays(today, days) ? 'next' : 'waits';
}

export interface Money {
  readonly currency: string;
  readonly planned: string;
  /** Promised by finance: what is paid, and what is still kept for it. */
  readonly committed: string;
  readonly paid: string;
}

export interface ItemMoney {
  readonly currency: string;
  readonly amount: string;
  readonly state: MoneyState;
  readonly cancelled: string;
  readonly paid: string;
}

/** Amounts by currency, in the order of the items. */
export function moneyOf(items: readonly ItemMoney[]): Money[] {
  const currencies = [...new Set(items.map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const own = items.filter((item) => item.currency === currency);
    const promised = own
      .filter(({ state }) => state === 'committed')
      .map(({ amount, cancelled }) => toCent(amount).minus(cancelled));
    return {
      currency,
      planned: written(sumOf(own.map(({ amount }) => amount))),
      committed: written(sumOf(promised)),
      paid: written(sumOf(own.map(({ paid }) => paid))),
    };
  });
}

/** Whether an item belongs to a version: added by then and not ended by then. */
export const isInVersion = (
  version: number,
  { addedIn, endedIn }: { addedIn: number; endedIn: number | null },
): boolean => addedIn <= version && (endedIn === null || endedIn > version);

/** The last day on which a plan is made in time; null before somebody is there. */
export const planDueOn = (since: CivilDate | null, days: number): CivilDate | null =>
  since === null ? null : addDays(since, days);
