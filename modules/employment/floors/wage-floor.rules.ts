/**
 * The least that may be paid, as `work_least_wage` holds it in PostgreSQL. The floor of industry is by the hour, that of
 * agriculture by the day; each is read for an hour, a day or a month by the hours and days that are worked. An
 * apprenticeship is not measured with it: it is written down instead (docs/employment.md).
 */
import { Decimal } from 'decimal.js';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const FLOORS = ['smig', 'smag'] as const;
export type FloorKind = (typeof FLOORS)[number];
export const PERIODS = ['hour', 'day', 'month'] as const;
export type WagePeriod = (typeof PERIODS)[number];

export interface Floor {
  readonly kind: FloorKind;
  readonly from: CivilDate;
  readonly amount: string;
}

/** The legal measures, as data: `work_industry_week`, …; to be confirmed. */
export interface LegalWorkingTime {
  readonly industryWeek: number;
  readonly industryMonth: number;
  readonly farmDay: number;
  readonly farmWeek: number;
  readonly farmMonth: number;
}

export interface WorkingTime {
  readonly period: WagePeriod;
  readonly hoursAWeek: string | number;
  readonly daysAWeek: number;
}

/** `floors` in the order in which they were written: of two of one day the later counts. */
export function floorOn(floors: readonly Floor[], kind: FloorKind, on: CivilDate): Floor | null {
  let found: Floor | null = null;
  for (const floor of floors) {
    if (floor.kind === kind && floor.from <= on && (!found || floor.from >= found.from)) {
      found = floor;
    }
  }
  return found;
}

/** To the centime. */
export function minimumWage(floor: Floor, worked: WorkingTime, measures: LegalWorkingTime): string {
  return perPeriod(floor, worked, measures).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2);
}

function perPeriod(
  { kind, amount }: Floor,
  worked: WorkingTime,
  measures: LegalWorkingTime,
): Decimal {
  const least = new Decimal(amount);
  const { period, hoursAWeek, daysAWeek } = worked;
  const { industryWeek, industryMonth, farmDay, farmWeek, farmMonth } = measures;
  if (kind === 'smig') {
    if (period === 'hour') return least;
    const week = least.times(hoursAWeek);
    return period === 'day' ? week.div(daysAWeek) : week.times(industryMonth).div(industryWeek);
  }
  if (period === 'hour') return least.div(farmDay);
  const week = least.times(hoursAWeek);
  return period === 'day'
    ? week.div(new Decimal(daysAWeek).times(farmDay))
    : week.times(farmMonth).div(farmWeek);
}
