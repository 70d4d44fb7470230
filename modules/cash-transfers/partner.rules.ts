/**
 * Rules of advances: outstanding amount and its age, limits of a new advance, and the FACE form. Amounts and days only.
 */
import { Decimal } from 'decimal.js';
import { addMonths, type CivilDate } from '../platform/shared/nights.rules';
import { convert, sumOf, toCent, written, type Amount } from '../grant-budgeting';

/** In the currency of the agreement. */
export interface PartnerTotals {
  readonly advanced: string;
  readonly liquidated: string;
  readonly refunded: string;
  readonly claimed: string;
  readonly reimbursed: string;
}

export interface PaidAdvance {
  readonly on: CivilDate;
  readonly amount: string;
}

type SettledAmounts = Pick<PartnerTotals, 'liquidated' | 'refunded'>;

/** Advanced, less liquidated, less refunded. */
export const outstandingOf = ({ advanced, liquidated, refunded }: PartnerTotals): string =>
  written(toCent(advanced).minus(liquidated).minus(refunded));

export const settledOf = ({ liquidated, refunded }: SettledAmounts): Decimal =>
  sumOf([liquidated, refunded]);

/** Null where nothing was advanced. */
export const liquidationRate = ({
  advanced,
  liquidated,
}: Pick<PartnerTotals, 'advanced' | 'liquidated'>): number | null =>
  new Decimal(advanced).isZero() ? null : new Decimal(liquidated).dividedBy(advanced).toNumber();

/** Open rest of each advance, first in first out. Advances are in the order of payment. */
export function openAdvances(paid: readonly PaidAdvance[], settled: Amount): Decimal[] {
  let left = new Decimal(settled);
  return paid.map(({ amount }) => {
    const taken = Decimal.min(amount, left);
    left = left.minus(taken);
    return toCent(amount).minus(taken);
  });
}

export interface AgeBand {
  /** In months; null is without end. */
  readonly from: number;
  readonly until: number | null;
  readonly amount: string;
}

/**
 * By age since the day of payment. An advance is in the band that ends with so many months until that
 * very day, and in the next from the day after.
 */
export function ageing(
  paid: readonly PaidAdvance[],
  settled: Amount,
  today: CivilDate,
  ends: readonly number[],
): AgeBand[] {
  const open = openAdvances(paid, settled);
  const bandOf = (on: CivilDate): number => {
    const found = ends.findIndex((months) => today <= addMonths(on, months));
    return found < 0 ? ends.length : found;
  };
  return [...ends, null].map((until, band) => ({
    from: band === 0 ? 0 : ends[band - 1]!,
    until,
    amount: written(sumOf(open.filter((_, place) => bandOf(paid[place]!.on) === band))),
  }));
}

export interface Liquidation {
  readonly holds: boolean;
  /** Advances before the last one, and how much of them is settled. */
  readonly earlier: string;
  readonly earlierSettled: string;
  readonly last: string;
  readonly lastSettled: string;
  /** Part of the last advance that must be settled, exact to the cent. */
  readonly needed: string;
}

/** A new advance: all of the earlier ones and this share of the last are settled. */
export function mayRequestAdvance(
  paid: readonly PaidAdvance[],
  settled: Amount,
  share: Amount,
): Liquidation {
  const last = paid.at(-1)?.amount ?? '0';
  const earlier = sumOf(paid.slice(0, -1).map(({ amount }) => amount));
  const earlierSettled = Decimal.min(earlier, settled);
  const lastSettled = new Decimal(settled).minus(earlierSettled);
  const needed = new Decimal(last).times(share);
  return {
    holds: earlierSettled.equals(earlier) && lastSettled.greaterThanOrEqualTo(needed),
    earlier: written(earlier),
    earlierSettled: written(earlierSettled),
    last: written(last),
    lastSettled: written(lastSettled),
    needed: needed.toDecimalPlaces(2, Decimal.ROUND_UP).toFixed(2),
  };
}

/**
 * Amount to credit in the ledger for a settlement: the balance of the agreement less the open rest at the rates of its
 * payments, so that the balance is zero when nothing is open.
 */
export const settledFromAdvances = (
  standing: Amount,
  paid: readonly (PaidAdvance & { readonly rate: string })[],
  settledThen: Amount,
): Decimal =>
  toCent(standing).minus(
    sumOf(openAdvances(paid, settledThen).map((rest, place) => convert(rest, paid[place]!.rate))),
  );

/** The columns of the form; A, B, C, E and F are facts. */
export interface FaceFacts {
  /** Authorised for the past period, with what stood open before. */
  readonly a: string;
  /** Spent, as the partner reports it. */
  readonly b: string;
  /** Accepted of it. */
  readonly c: string;
  /** Requested for the next period (column E of FACE). */
  readonly e: string;
  /** Authorised of it. */
  readonly f: string;
}

export interface FaceAmounts extends FaceFacts {
  readonly d: string;
  readonly g: string;
}

export function faceOf(facts: FaceFacts): FaceAmounts {
  const d = toCent(facts.a).minus(facts.c);
  return { ...facts, d: written(d), g: written(d.plus(facts.f)) };
}

export const faceTotal = (rows: readonly FaceFacts[]): FaceAmounts => {
  const total = (column: keyof FaceFacts) => written(sumOf(rows.map((row) => row[column])));
  return faceOf({ a: total('a'), b: total('b'), c: total('c'), e: total('e'), f: total('f') });
};

/** The first day of the quarter of a day, some quarters on. */
export function quarterOf(day: CivilDate, on = 0): CivilDate {
  const [year, month] = day.split('-').map(Number) as [number, number];
  const first = Math.floor((month - 1) / 3) * 3 + on * 3;
  return new Date(Date.UTC(year, first, 1)).toISOString().slice(0, 10);
}
