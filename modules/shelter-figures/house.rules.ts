/**
 * Figures of shelters from facts: joined stays, lengths, turnover, vacancy, exits and returns
 * (docs/shelter-figures.md).
 */
import {
  addMonths,
  addDays,
  type CivilDate,
  daysBetween,
  type Nights,
} from '../platform/shared/nights.rules';
import { groupBy } from '../platform/shared/group-by';
import type { Period } from '../platform/shared/periods.rules';

/** A checked-in booking; without an end while the person is there, whatever was planned. */
export interface StayFact extends Nights {
  /** A number of this question alone, the same for the files of one person. */
  readonly person: number;
  readonly shelterId: string;
  readonly bedId: string;
  /** How it ended; null where somebody is still there. */
  readonly destination: string | null;
}
export interface BedFact {
  readonly bedId: string;
  readonly shelterId: string;
  readonly blocked: readonly Nights[];
}
/** From coming to leaving, over all the beds in between. */
export interface Stay extends Nights {
  readonly person: number;
  readonly destination: string | null;
}
export interface Lengths {
  readonly people: number;
  /** Null where fewer than `FEW`: an average of two lets each of them compute the other's. */
  readonly mean: number | null;
  readonly median: number | null;
}
export interface Returns {
  readonly months: number;
  /** People whose months since their exit ended within the period. */
  readonly left: number;
  readonly returned: number | null;
}

export const FEW = 3;
export const RETURN_MONTHS = [6, 12, 24] as const;
/** Back within a week has not left. */
const RETURN_AFTER_DAYS = 7;

/** Joins bookings to stays: one from arrival to exit, across changes of bed. */
export function staysOf(slept: readonly StayFact[]): Stay[] {
  const stays: Stay[] = [];
  const sorted = [...slept].sort(
    (one, other) => one.person - other.person || one.from.localeCompare(other.from),
  );
  for (const { person, from, until, destination } of sorted) {
    const last = stays.at(-1);
    if (last?.person === person && last.until !== null && from <= last.until) {
      stays[stays.length - 1] = { ...last, until, destination };
    } else stays.push({ person, from, until, destination });
  }
  return stays;
}

export const leaversOf = (stays: readonly Stay[], { from, until }: Period): Stay[] =>
  stays.filter((stay) => stay.until !== null && stay.until >= from && stay.until < until);

/** Length of complete stays that ended within the period. */
export const lengthsOfLeavers = (stays: readonly Stay[], period: Period): Lengths =>
  lengths(leaversOf(stays, period).map((stay) => daysBetween(stay.from, stay.until!)));

/** Length so far of stays present on the last night of the period. */
export const lengthsOfPresent = (stays: readonly Stay[], until: CivilDate): Lengths =>
  lengths(
    stays
      .filter((stay) => stay.from < until && (stay.until === null || stay.until >= until))
      .map((stay) => daysBetween(stay.from, until)),
  );

function lengths(nights: readonly number[]): Lengths {
  const people = nights.length;
  if (people < FEW) return { people, mean: null, median: null };
  const sorted = [...nights].sort((one, other) => one - other);
  const middle = Math.floor(people / 2);
  return {
    people,
    mean: sorted.reduce((sum, one) => sum + one, 0) / people,
    median: people % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
  };
}

/** Exits ÷ beds that were there on an average night; null where there was none. */
export function turnoverOf(exits: number, availableNights: number, nights: number): number | null {
  return availableNights > 0 && nights > 0 ? (exits * nights) / availableNights : null;
}

/** How long a bed stays empty between two people: the mean over the entries of the period. */
export function vacancyOf(
  beds: readonly BedFact[],
  slept: readonly StayFact[],
  { from, until }: Period,
): { readonly gaps: number; readonly days: number | null } {
  const ofBed = groupBy(slept, ({ bedId }) => bedId);
  const gaps: number[] = [];
  for (const bed of beds) {
    const inTurn = (ofBed.get(bed.bedId) ?? []).sort((a, b) => a.from.localeCompare(b.from));
    for (const [place, next] of inTurn.entries()) {
      const before = inTurn[place - 1];
      if (!before?.until || next.from < from || next.from >= until) continue;
      gaps.push(nightsInService(bed, { from: before.until, until: next.from }));
    }
  }
  const sum = gaps.reduce((so, one) => so + one, 0);
  return { gaps: gaps.length, days: gaps.length > 0 ? sum / gaps.length : null };
}

/** Nights on which somebody could have slept there: those out of service are no vacancy. */
const nightsInService = ({ blocked }: BedFact, { from, until }: Period): number =>
  blocked.reduce((nights, out) => nights - common({ from, until }, out), daysBetween(from, until));

function common(period: Period, nights: Nights): number {
  const from = nights.from > period.from ? nights.from : period.from;
  const until = nights.until !== null && nights.until < period.until ? nights.until : period.until;
  return Math.max(0, daysBetween(from, until));
}

/** Exits by destination, most frequent first; destinations below `FEW` are combined as `few`. */
export function destinationsOf(
  leavers: readonly Stay[],
): { readonly destination: string; readonly people: number }[] {
  const counts = new Map<string, number>();
  for (const { destination } of leavers) {
    const key = destination ?? 'not_said';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].map(([destination, people]) => ({ destination, people }));
  const few = rows.filter(({ people }) => people < FEW);
  const shown = rows
    .filter(({ people }) => people >= FEW)
    .sort((a, b) => b.people - a.people || a.destination.localeCompare(b.destination));
  if (few.length === 0) return shown;
  return [
    ...shown,
    { destination: 'few', people: few.reduce((sum, { people }) => sum + people, 0) },
  ];
}

/** Days of arrival of each person, in any shelter. */
export const entriesOf = (everywhere: readonly Stay[]): ReadonlyMap<string, readonly Stay[]> =>
  groupBy(everywhere, ({ person }) => String(person));

/**
 * Of people whose months since their first exit ended within the period: those who came back to any shelter, more than
 * a week later and within the months.
 */
export function returnsOf(
  stays: readonly Stay[],
  entries: ReadonlyMap<string, readonly Stay[]>,
  period: Period,
  months: number,
): Returns {
  const first = new Map<number, CivilDate>();
  for (const { person, until } of stays) {
    const known = first.get(person);
    if (until !== null && (known === undefined || until < known)) first.set(person, until);
  }
  const passed = [...first].filter(([, left]) => {
    const end = addMonths(left, months);
    return end >= period.from && end < period.until;
  });
  const returned = passed.filter(([person, left]) =>
    (entries.get(String(person)) ?? []).some(
      ({ from }) => from > addDays(left, RETURN_AFTER_DAYS) && from <= addMonths(left, months),
    ),
  ).length;
  return { months, left: passed.length, returned: passed.length < FEW ? null : returned };
}
