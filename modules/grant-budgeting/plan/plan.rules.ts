/** A line's amount over the quarters of its grant: typed in, or in a straight line by days, always to the cent. */
import { Decimal } from 'decimal.js';
import { addDays, daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import { nextQuarter, quarterOf } from '../../platform/shared/quarters.rules';
import { sumOf, toCent, written, type Amount } from '../money.rules';

export interface GrantQuarter {
  /** '2026-Q3' */
  readonly code: string;
  /** The first day of the quarter of the calendar, by which plans are kept. */
  readonly startsOn: CivilDate;
  /** The days of it that belong to the grant; both count. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly days: number;
}

const later = (one: CivilDate, other: CivilDate): CivilDate => (one > other ? one : other);
const earlier = (one: CivilDate, other: CivilDate): CivilDate => (one < other ? one : other);

export function grantQuarters(startsOn: CivilDate, endsOn: CivilDate): GrantQuarter[] {
  const quarters: GrantQuarter[] = [];
  for (let one = quarterOf(startsOn); one.from <= endsOn; one = nextQuarter(one)) {
    const from = later(one.from, startsOn);
    const to = earlier(addDays(one.until, -1), endsOn);
    const days = daysBetween(from, to) + 1;
    quarters.push({ code: one.code, startsOn: one.from, from, to, days });
  }
  return quarters;
}

/** By days; what does not divide falls on the last quarter. */
export const straightLine = (amount: Amount, quarters: readonly { days: number }[]): Decimal[] =>
  byDays(
    amount,
    quarters.map(({ days }) => days),
  );

/** Rounded down but for the last, so that none falls below nothing however small the whole is. */
function byDays(whole: Amount, days: readonly number[]): Decimal[] {
  const total = days.reduce((sum, one) => sum + one, 0);
  const parts = days
    .slice(0, -1)
    .map((one) => toCent(whole).times(one).dividedBy(total).toDecimalPlaces(2, Decimal.ROUND_DOWN));
  return [...parts, toCent(whole).minus(sumOf(parts))];
}

/** How many days of each quarter are still to come, today among them. */
export const daysAhead = (quarters: readonly GrantQuarter[], today: CivilDate): number[] =>
  quarters.map(({ from, to }) => Math.max(0, daysBetween(later(from, today), to) + 1));

/** What is planned from tomorrow on: whole quarters, and of the one that runs its days that are left. */
export function plannedAhead(
  amounts: readonly Amount[],
  quarters: readonly GrantQuarter[],
  today: CivilDate,
): Decimal {
  const ahead = daysAhead(quarters, addDays(today, 1));
  return sumOf(
    quarters.map(({ days }, at) =>
      toCent(new Decimal(amounts[at]!).times(ahead[at]!).dividedBy(days)),
    ),
  );
}

/** What is planned up to and including a day. */
export const plannedUntil = (
  amounts: readonly Amount[],
  quarters: readonly GrantQuarter[],
  day: CivilDate,
): Decimal => sumOf(amounts).minus(plannedAhead(amounts, quarters, day));

/**
 * The plan of a line after its amount changed. More money is spread over the days to come; less is
 * taken from the quarters to come in proportion to what they hold, and what they do not hold from the
 * ones before, the last first. The parts add up to the new amount.
 */
export function replanLine(
  amounts: readonly Amount[],
  change: Amount,
  quarters: readonly GrantQuarter[],
  today: CivilDate,
): string[] {
  const ahead = daysAhead(quarters, today);
  const isAhead = ahead.some((days) => days > 0);
  const open = isAhead ? ahead : ahead.map((_, at) => (at === ahead.length - 1 ? 1 : 0));
  const now = amounts.map((amount) => toCent(amount));
  if (!toCent(change).isNegative()) {
    return added(now, change, open).map(written);
  }
  const taken = toCent(change).negated();
  const held = now.map((amount, at) => (open[at]! > 0 ? amount : new Decimal(0)));
  const fromOpen = Decimal.min(taken, sumOf(held));
  const after = fromOpen.isZero() ? now : lessened(now, fromOpen, held);
  let rest = taken.minus(fromOpen);
  for (let at = after.length - 1; at >= 0 && rest.greaterThan(0); at -= 1) {
    const part = Decimal.min(rest, after[at]!);
    after[at] = after[at]!.minus(part);
    rest = rest.minus(part);
  }
  return after.map(written);
}

function added(now: readonly Decimal[], more: Amount, weights: readonly number[]): Decimal[] {
  const places = weights.flatMap((weight, at) => (weight > 0 ? [at] : []));
  const parts = byDays(
    more,
    places.map((at) => weights[at]!),
  );
  return now.map((amount, at) =>
    places.includes(at) ? amount.plus(parts[places.indexOf(at)]!) : amount,
  );
}

/** In proportion to what each holds; none falls below nothing, whatever is rounded. */
function lessened(now: readonly Decimal[], less: Decimal, held: readonly Decimal[]): Decimal[] {
  const whole = sumOf(held);
  const after = [...now];
  let before = new Decimal(0);
  let done = new Decimal(0);
  held.forEach((amount, at) => {
    before = before.plus(amount);
    const upToHere = toCent(less.times(before).dividedBy(whole));
    after[at] = now[at]!.minus(upToHere.minus(done));
    done = upToHere;
  });
  return after;
}
