/**
 * Civil dates and nights. The night of date D runs from noon of D to noon of D+1 in the
 * programme's time, so an arrival at 01:30 belongs to the night before (docs/nights.md).
 */
export type CivilDate = string; // 'YYYY-MM-DD'

const DAY = 86_400_000;
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isCivilDate(text: unknown): text is CivilDate {
  if (typeof text !== 'string' || !PATTERN.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text;
}

/** A board asks for the same few hundred dates thousands of times. */
const known = new Map<CivilDate, number>();

function toDays(date: CivilDate): number {
  const days = known.get(date) ?? Date.parse(`${date}T00:00:00Z`) / DAY;
  if (known.size > 5_000) known.clear();
  known.set(date, days);
  return days;
}
const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z') / DAY;
const LAST_DAY = Date.parse('9999-12-31T00:00:00Z') / DAY;
/** Civil dates have four digits of a year: beyond them there is the first and the last day. */
const fromDays = (days: number): CivilDate =>
  new Date(Math.min(LAST_DAY, Math.max(FIRST_DAY, days)) * DAY).toISOString().slice(0, 10);

export const addDays = (date: CivilDate, days: number): CivilDate => fromDays(toDays(date) + days);
export const daysBetween = (from: CivilDate, to: CivilDate): number => toDays(to) - toDays(from);

/** The same day some months later; the last day of the month if that month is shorter. */
export function addMonths(day: CivilDate, months: number): CivilDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** Weekday of a civil date, 0 = Sunday. */
export const weekday = (date: CivilDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** Completed years on `on` of someone born on `born`; 29 February counts from 1 March. */
export function ageOn(born: CivilDate, on: CivilDate): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

export interface ProgrammeTime {
  /** Minutes ahead of UTC; Morocco is 0 from 2026-09-20 on. */
  readonly offsetMinutes: number;
  /** Hour at which a night begins, 12 by default. */
  readonly nightStartsAt: number;
}

export const civilDateOf = (instant: Date, time: ProgrammeTime): CivilDate =>
  fromDays(Math.floor((instant.getTime() + time.offsetMinutes * 60_000) / DAY));

/** The night that an instant belongs to. */
export const nightOf = (instant: Date, time: ProgrammeTime): CivilDate =>
  civilDateOf(new Date(instant.getTime() - time.nightStartsAt * 3_600_000), time);

/** A half-open range of nights: `from` counts, `until` does not; null is open upwards. */
export interface Nights {
  readonly from: CivilDate;
  readonly until: CivilDate | null;
}

export const isEmptyRange = ({ from, until }: Nights): boolean => until !== null && until <= from;
export const contains = ({ from, until }: Nights, night: CivilDate): boolean =>
  from <= night && (until === null || night < until);
export const overlaps = (a: Nights, b: Nights): boolean =>
  (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until);

export function eachNight(from: CivilDate, until: CivilDate): CivilDate[] {
  const nights: CivilDate[] = [];
  for (let day = toDays(from); day < toDays(until); day += 1) nights.push(fromDays(day));
  return nights;
}

/** PostgreSQL's text of a daterange, e.g. `[2026-11-24,)`. */
export const toDateRange = ({ from, until }: Nights): string => `[${from},${until ?? ''})`;

export function fromDateRange(text: string): Nights {
  const match = /^\[(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})?\)$/.exec(text);
  if (!match) throw new Error(`not a range of nights: ${text}`);
  return { from: match[1]!, until: match[2] ?? null };
}
