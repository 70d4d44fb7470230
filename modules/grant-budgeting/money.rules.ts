/** Amounts to the cent: one rounding rule, dated conversion, and splits whose parts add up exactly. */
import { Decimal } from 'decimal.js';

/** Forty digits: a product of the largest amount and rate is exact before it is rounded. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
export type Amount = Decimal | string;

/** Currencies that the programme writes; all have two decimals. */
export const CURRENCIES = ['MAD', 'USD', 'EUR', 'GBP', 'CHF'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Half a cent goes up, away from zero: the one rounding of money in Mawa. */
export const toCent = (amount: Amount): Decimal =>
  new Exact(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

/** As PostgreSQL writes a numeric of two decimals. */
export const written = (amount: Amount): string => toCent(amount).toFixed(2);

export const sumOf = (amounts: readonly Amount[]): Decimal =>
  amounts.reduce<Decimal>((sum, amount) => sum.plus(amount), new Exact(0));

/** Rates are kept with eight decimals; what an entry shows is what was multiplied. */
const RATE_DECIMALS = 8;

export interface Rate {
  /** How many units of the grant's currency one unit of the original is worth. */
  readonly rate: string;
  readonly on: string;
}

/** A rate typed as "1 USD = 9.2 MAD", read from MAD to USD. */
export const inverse = (rate: Amount): string =>
  new Exact(1).dividedBy(rate).toDecimalPlaces(RATE_DECIMALS).toFixed(RATE_DECIMALS);

export const convert = (amount: Amount, rate: Amount): Decimal =>
  toCent(new Exact(amount).times(rate));

/**
 * A part of a bill in the grant's currency, after the parts before it: what the bill makes up to here
 * less what it made before, so that the parts add up to the bill converted as a whole.
 */
export const convertPart = (before: Amount, part: Amount, rate: Amount): Decimal =>
  convert(sumOf([before, part]), rate).minus(convert(before, rate));

/** A whole in equal parts, to the cent; what does not divide falls on the first ones, a cent each. */
export function splitEvenly(whole: Amount, among: number): Decimal[] {
  if (!Number.isInteger(among) || among < 1) throw new RangeError('somebody is needed');
  const cents = toCent(whole).times(100);
  const each = cents.dividedToIntegerBy(among);
  const rest = cents.minus(each.times(among)).toNumber();
  return Array.from({ length: among }, (_, place) =>
    each.plus(place < rest ? 1 : 0).dividedBy(100),
  );
}

export interface Split {
  readonly spent: Decimal;
  readonly unfunded: Decimal;
  /** The same split in the currency of the invoice; the two add up to it. */
  readonly originalSpent: Decimal;
  readonly originalUnfunded: Decimal;
}

/** What the line still holds is spent, the rest is unfunded: the fact is booked either way. */
export function splitByAvailable(original: Amount, amount: Amount, room: Amount): Split {
  const whole = toCent(amount);
  const wholeOriginal = toCent(original);
  const spent = Decimal.min(whole, Decimal.max(toCent(room), 0));
  const unfunded = whole.minus(spent);
  const originalSpent = unfunded.isZero()
    ? wholeOriginal
    : toCent(new Exact(wholeOriginal).times(spent).dividedBy(whole));
  return { spent, unfunded, originalSpent, originalUnfunded: wholeOriginal.minus(originalSpent) };
}

/**
 * Parts in proportion to their weights, each rounded, the cent difference on the last one, so that
 * the parts add up to the whole.
 */
export function allocate(whole: Amount, weights: readonly Amount[]): Decimal[] {
  const total = sumOf(weights);
  if (weights.length === 0 || !total.greaterThan(0)) throw new RangeError('weights are needed');
  const parts = weights
    .slice(0, -1)
    .map((weight) => toCent(new Exact(whole).times(weight).dividedBy(total)));
  return [...parts, toCent(whole).minus(sumOf(parts))];
}

/**
 * Parts by shares that sum to 1. Each ends where the shares up to it, rounded, end: the parts add up to the whole, and
 * none is below nothing, however small the whole.
 */
export function splitByShares(whole: Amount, shares: readonly Amount[]): Decimal[] {
  if (!sumOf(shares).equals(1)) throw new RangeError('the shares do not make the whole');
  const ends = shares.map((_, at) =>
    toCent(new Exact(whole).times(sumOf(shares.slice(0, at + 1)))),
  );
  return ends.map((end, at) => end.minus(ends[at - 1] ?? 0));
}

export interface ShareInput {
  readonly afterFee: Amount;
  readonly supportRate: Amount;
}

/** Direct costs of a share: the share / (1 + rate); the rest of it are its support costs. */
export const directCostsOf = ({ afterFee, supportRate }: ShareInput): Decimal =>
  toCent(toCent(afterFee).dividedBy(new Exact(1).plus(supportRate)));

export interface AgencyShares {
  readonly fee: Decimal;
  readonly afterFee: Decimal;
  readonly shares: readonly {
    readonly afterFee: Decimal;
    readonly direct: Decimal;
    readonly support: Decimal;
  }[];
  readonly direct: Decimal;
  readonly support: Decimal;
}

/**
 * From the award to direct costs: the agent's fee off the top, then in each agency's share its
 * direct costs and, as the remainder, its support costs.
 */
export function agencyShares(
  amount: Amount,
  feeRate: Amount,
  inputs: readonly ShareInput[],
): AgencyShares {
  const fee = convert(amount, feeRate);
  const afterFee = toCent(amount).minus(fee);
  const shares = inputs.map((input) => {
    const share = toCent(input.afterFee);
    const direct = directCostsOf(input);
    return { afterFee: share, direct, support: share.minus(direct) };
  });
  if (!sumOf(inputs.map((share) => share.afterFee)).equals(afterFee)) {
    throw new RangeError('the shares do not add up to what is left after the fee');
  }
  return {
    fee,
    afterFee,
    shares,
    direct: sumOf(shares.map((share) => share.direct)),
    support: sumOf(shares.map((share) => share.support)),
  };
}
