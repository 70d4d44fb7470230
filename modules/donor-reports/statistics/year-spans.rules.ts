/**
 * Which years are released together. A year of few people would be a table of dots, and beside the table of
 * all years its total would give away the people of the years around it; so small years are joined first and
 * hidden afterwards.
 *
 * The choice itself must not disclose more than the threshold lets a reader know:
 * - Years are joined from the oldest on, and a group ends with the first year that brings it to the least
 *   number of people. A reader who knows this rule learns of a group that its years without the last one
 *   have fewer than `least` people together, and of the years that wait at the end that they have fewer
 *   than `least`: each single year can still be any of `least` numbers, and `least` is four times the threshold.
 *   Joining a remainder to the group before it would not hold that: a group of exactly `least` people would
 *   disclose that the remainder is nobody.
 * - A group that was released keeps its years: who is registered late, or found not to be a victim, moves no
 *   limit between two tables, so that no year can be computed from two ways of joining.
 */
export interface YearSpan {
  readonly first: number;
  readonly last: number;
}

export interface PeopleOfYear {
  readonly year: number;
  readonly people: number;
}

/** How many people a group of years must have: enough for a table that is not mostly dots. */
export const leastPeople = (threshold: number): number => 4 * threshold;

/** Combines years; those of an incomplete group wait for later years. */
export function joinYears(
  years: readonly PeopleOfYear[],
  least: number,
  released: readonly YearSpan[],
): YearSpan[] {
  const spans: YearSpan[] = [];
  let first: number | null = null;
  let people = 0;
  for (const one of [...years].sort((a, b) => a.year - b.year)) {
    const before = released.find(({ first: from, last }) => from <= one.year && one.year <= last);
    if (before) {
      if (before.last === one.year) spans.push(before);
      first = null;
      people = 0;
      continue;
    }
    first ??= one.year;
    people += one.people;
    if (people < least) continue;
    spans.push({ first, last: one.year });
    first = null;
    people = 0;
  }
  return spans;
}

export const spanOf = (spans: readonly YearSpan[], year: number): YearSpan | null =>
  spans.find(({ first, last }) => first <= year && year <= last) ?? null;

export const spanLabel = ({ first, last }: YearSpan): string =>
  first === last ? String(first) : `${first}–${last}`;
