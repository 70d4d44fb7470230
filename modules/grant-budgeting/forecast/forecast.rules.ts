/** Where a line stands when its grant ends, by several methods from plain facts; and what is worth an alert. */
import { Decimal } from 'decimal.js';
import { addDays, daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import { sumOf, toCent, written } from '../money.rules';

const firstOfNext = (day: CivilDate): CivilDate => {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
};

/** Months from one day to another, both counted: each day is its part of its month. */
export function monthsOf(from: CivilDate, to: CivilDate): Decimal {
  let months = new Decimal(0);
  for (let day = from; day <= to;) {
    const next = firstOfNext(day);
    const until = next <= to ? next : addDays(to, 1);
    const length = daysBetween(`${day.slice(0, 7)}-01`, next);
    months = months.plus(new Decimal(daysBetween(day, until)).dividedBy(length));
    day = next;
  }
  return months;
}

export interface LineFacts {
  readonly budget: string;
  readonly spent: string;
  readonly committed: string;
  readonly unfunded: string;
  /** What the plan holds from tomorrow on. */
  readonly plannedAhead: string;
  /** What is booked already and will be charged: nights of stays. Null where nothing of the kind is charged. */
  readonly bookedAhead: string | null;
}

export interface ElapsedTime {
  /** Of the grant, both ends counted; passed up to and including today. */
  readonly monthsPassed: Decimal;
  readonly monthsTotal: Decimal;
  /** Days passed of all days, 0 to 1. */
  readonly elapsed: number;
}

export const METHODS = ['straight', 'planned', 'booked'] as const;
export type Method = (typeof METHODS)[number];

export interface Forecast extends LineFacts {
  /** Spent of the budget. */
  readonly burn: number;
  /** Burn against time; null before the grant begins, or where there is no budget. */
  readonly pace: number | null;
  /** At completion, by each method; null where it says nothing. */
  readonly methods: Readonly<Record<Method, string | null>>;
  /** Of the plan, what is ahead and not promised yet. */
  readonly plannedRest: string;
  readonly expected: string;
  readonly low: string;
  readonly high: string;
  /** Budget less forecast: below nothing where it will not do. */
  readonly variance: string;
}

/**
 * Straight line: spent by months passed, times all months. Planned rest: spent, promised, and what the
 * plan holds ahead beyond what is promised (what is promised is part of it). Booked ahead: spent,
 * promised, and nights that are booked.
 */
export function forecastOf(facts: LineFacts, time: ElapsedTime): Forecast {
  const taken = sumOf([facts.spent, facts.committed]);
  const rest = Decimal.max(0, toCent(facts.plannedAhead).minus(facts.committed));
  const straight = time.monthsPassed.isZero()
    ? null
    : written(toCent(facts.spent).times(time.monthsTotal).dividedBy(time.monthsPassed));
  const methods = {
    straight,
    planned: written(taken.plus(rest)),
    booked: facts.bookedAhead === null ? null : written(taken.plus(facts.bookedAhead)),
  };
  return { ...facts, ...summary(facts, time, methods), plannedRest: written(rest) };
}

function summary(
  facts: LineFacts,
  { elapsed }: ElapsedTime,
  methods: Record<Method, string | null>,
) {
  const known = METHODS.map((method) => methods[method]).filter((amount) => amount !== null);
  const expected = methods.planned!;
  const hasBudget = !toCent(facts.budget).isZero();
  const burn = hasBudget ? toCent(facts.spent).dividedBy(facts.budget).toNumber() : 0;
  return {
    burn,
    pace: hasBudget && elapsed > 0 ? burn / elapsed : null,
    methods,
    expected,
    low: written(Decimal.min(...known)),
    high: written(Decimal.max(...known)),
    variance: written(toCent(facts.budget).minus(expected)),
  };
}

/** Lines together: each method is the sum of the lines; a line without nights counts by its plan. */
export function sumForecasts(lines: readonly Forecast[], time: ElapsedTime): Forecast {
  const sum = (of: (line: Forecast) => string) => written(sumOf(lines.map(of)));
  const hasNights = lines.some(({ bookedAhead }) => bookedAhead !== null);
  const facts: LineFacts = {
    budget: sum((line) => line.budget),
    spent: sum((line) => line.spent),
    committed: sum((line) => line.committed),
    unfunded: sum((line) => line.unfunded),
    plannedAhead: sum((line) => line.plannedAhead),
    bookedAhead: hasNights ? sum((line) => line.bookedAhead ?? '0') : null,
  };
  const methods = {
    straight: time.monthsPassed.isZero() ? null : sum((line) => line.methods.straight!),
    planned: sum((line) => line.methods.planned!),
    booked: hasNights ? sum((line) => line.methods.booked ?? line.methods.planned!) : null,
  };
  const plannedRest = sum((line) => line.plannedRest);
  return { ...facts, ...summary(facts, time, methods), plannedRest };
}

export interface Thresholds {
  readonly paceLow: string;
  readonly paceHigh: string;
  /** Share of the time before which nothing is said of a pace. */
  readonly alertAfter: string;
  readonly underspendShare: string;
  readonly runsOutMonths: string;
}

export type PaceState = 'slow' | 'even' | 'fast';

export const paceState = (pace: number | null, { paceLow, paceHigh }: Thresholds): PaceState =>
  pace === null
    ? 'even'
    : pace < Number(paceLow)
      ? 'slow'
      : pace > Number(paceHigh)
        ? 'fast'
        : 'even';

export type AlertKind = 'unfunded' | 'runs_out' | 'taken' | 'underspent';

export interface Alert {
  readonly kind: AlertKind;
  /** What is unfunded, or would be left. */
  readonly amount: string;
  /** When the line runs out at its pace. */
  readonly on: CivilDate | null;
}

/** Few: what has no money, what runs out before the end, and what would not be spent. */
export function alertsOf(
  line: Forecast,
  time: ElapsedTime,
  rules: Thresholds,
  startsOn: CivilDate,
): Alert[] {
  const alerts: Alert[] = [];
  if (toCent(line.unfunded).greaterThan(0)) {
    alerts.push({ kind: 'unfunded', amount: line.unfunded, on: null });
  }
  if (toCent(line.budget).isZero() || time.elapsed >= 1) return alerts;
  const early = time.monthsTotal.minus(rules.runsOutMonths);
  const free = toCent(line.budget).minus(line.spent).minus(line.committed);
  if (!free.greaterThan(0)) {
    if (time.monthsPassed.lessThanOrEqualTo(early)) {
      alerts.push({ kind: 'taken', amount: written(free), on: null });
    }
    return alerts;
  }
  if (time.elapsed < Number(rules.alertAfter)) return alerts;
  const lasts = lastsFor(line, time);
  if (lasts?.lessThanOrEqualTo(early)) {
    alerts.push({
      kind: 'runs_out',
      amount: line.methods.straight!,
      on: dayAfter(startsOn, lasts),
    });
  }
  const left = toCent(line.budget).minus(line.high);
  if (left.greaterThan(new Decimal(line.budget).times(rules.underspendShare))) {
    alerts.push({ kind: 'underspent', amount: written(left), on: null });
  }
  return alerts;
}

/** Months from the beginning for which the budget does, at what was spent a month so far. */
function lastsFor({ budget, spent }: Forecast, { monthsPassed }: ElapsedTime): Decimal | null {
  if (!toCent(spent).greaterThan(0)) return null;
  return new Decimal(budget).times(monthsPassed).dividedBy(spent);
}

/** The day on which so many months have passed. */
export function dayAfter(startsOn: CivilDate, months: Decimal): CivilDate {
  let day = startsOn;
  let left = months;
  for (;;) {
    const next = firstOfNext(day);
    const span = monthsOf(day, addDays(next, -1));
    if (left.lessThanOrEqualTo(span)) {
      const length = daysBetween(`${day.slice(0, 7)}-01`, next);
      return addDays(day, Math.max(0, Math.ceil(left.times(length).toNumber() - 1e-9) - 1));
    }
    left = left.minus(span);
    day = next;
  }
}
