/** Quarters of the calendar: their names, their ends, and the last ones. */
import { DomainError } from './domain.errors';
import { addDays, type CivilDate } from './nights.rules';

export interface Quarter {
  /** '2026-Q3' */
  readonly code: string;
  readonly year: number;
  readonly number: number;
  readonly from: CivilDate;
  /** The first day after it. */
  readonly until: CivilDate;
}

const firstDay = (year: number, number: number): CivilDate =>
  number > 4
    ? firstDay(year + 1, number - 4)
    : `${year}-${String(number * 3 - 2).padStart(2, '0')}-01`;

const quarter = (year: number, number: number): Quarter => ({
  code: `${year}-Q${number}`,
  year,
  number,
  from: firstDay(year, number),
  until: firstDay(year, number + 1),
});

export function parseQuarter(code: string): Quarter | null {
  const match = /^(20\d{2})-Q([1-4])$/.exec(code);
  return match ? quarter(Number(match[1]), Number(match[2])) : null;
}

export const quarterOf = (day: CivilDate): Quarter =>
  quarter(Number(day.slice(0, 4)), Math.ceil(Number(day.slice(5, 7)) / 3));

export const nextQuarter = ({ until }: Quarter): Quarter => quarterOf(until);
export const quarterBefore = ({ from }: Quarter): Quarter => quarterOf(addDays(from, -1));

/** The last ones that are over, the latest first. */
export function quartersBefore(today: CivilDate, count = 8): Quarter[] {
  const quarters: Quarter[] = [];
  for (let one = quarterBefore(quarterOf(today)); quarters.length < count; one = quarterBefore(one))
    quarters.push(one);
  return quarters;
}

/**
 * A quarter that is over, the last one where none is asked for: figures of the current quarter, read twice, would
 * disclose what happened in between.
 */
export function endedQuarter(today: CivilDate, code?: string | null): Quarter {
  const quarters = quartersBefore(today);
  const found = code ? quarters.find((one) => one.code === code) : quarters[0];
  if (!found) throw new DomainError('invalid', 'quarter_goes_on', {}, 'quarter');
  return found;
}
