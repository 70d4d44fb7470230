/** The periods that reports are about: their names, their ends, and those of a grant that are over. */
import { addDays, type CivilDate } from './nights.rules';

export const PERIOD_LENGTHS = ['month', 'quarter', 'half_year', 'year', 'grant'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

/** Half-open: `until` is the first day after it. */
export interface Period {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

export interface NamedPeriod extends Period {
  /** '2026-09', '2026-Q3', '2026-H2', '2026', or 'grant': from its first day to its last. */
  readonly code: string;
}

/** The days in which somebody is asked how it goes, so many months after a beginning. */
export interface FollowUpWindow {
  readonly months: number;
  readonly dueOn: CivilDate;
  readonly opensOn: CivilDate;
  /** The last day of its window. */
  readonly closesOn: CivilDate;
}

/** Both ends belong to it. */
export interface Span {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

const MONTHS: Readonly<Record<Exclude<PeriodLength, 'grant'>, number>> = {
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
};
const NAMES: Readonly<Record<Exclude<PeriodLength, 'grant'>, RegExp>> = {
  month: /^(20\d{2})-(0[1-9]|1[0-2])$/,
  quarter: /^(20\d{2})-Q([1-4])$/,
  half_year: /^(20\d{2})-H([12])$/,
  year: /^(20\d{2})$/,
};

const two = (number: number): string => String(number).padStart(2, '0');
const dayOne = (months: number): CivilDate =>
  `${Math.floor(months / 12)}-${two((months % 12) + 1)}-01`;

/** "2026-11" and 4 is "2027-03". */
export const monthAfter = (month: string, months: number): string =>
  dayOne(Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months).slice(0, 7);

function named(every: Exclude<PeriodLength, 'grant'>, year: number, place: number): NamedPeriod {
  const length = MONTHS[every];
  const first = year * 12 + (place - 1) * length;
  return {
    code: {
      month: `${year}-${two(place)}`,
      quarter: `${year}-Q${place}`,
      half_year: `${year}-H${place}`,
      year: String(year),
    }[every],
    from: dayOne(first),
    until: dayOne(first + length),
  };
}

const whole = ({ startsOn, endsOn }: Span): NamedPeriod => ({
  code: 'grant',
  from: startsOn,
  until: addDays(endsOn, 1),
});

/** Parses the code of a period; null if it is none of this kind. */
export function parsePeriod(code: string, every: PeriodLength, grant: Span): NamedPeriod | null {
  if (every === 'grant') return code === 'grant' ? whole(grant) : null;
  const match = NAMES[every].exec(code);
  return match ? named(every, Number(match[1]), Number(match[2] ?? 1)) : null;
}

/** The period of this kind in which a day lies. */
export function periodOf(every: PeriodLength, day: CivilDate, grant: Span): NamedPeriod {
  if (every === 'grant') return whole(grant);
  const place = Math.floor((Number(day.slice(5, 7)) - 1) / MONTHS[every]) + 1;
  return named(every, Number(day.slice(0, 4)), place);
}

/** Those of a grant that are over on a day, the earliest first; the first may begin before the grant. */
export function periodsOver(every: PeriodLength, grant: Span, today: CivilDate): NamedPeriod[] {
  const over: NamedPeriod[] = [];
  let next = periodOf(every, grant.startsOn, grant);
  while (next.until <= today && next.from <= grant.endsOn) {
    over.push(next);
    next = periodOf(every, next.until, grant);
    if (every === 'grant') break;
  }
  return over;
}
