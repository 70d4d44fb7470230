/** Sets of row numbers as ranges in order, without overlap: `from` belongs to a range, `until` does not. */
export interface NumberRange {
  readonly from: bigint;
  readonly until: bigint;
}
export type NumberRanges = readonly NumberRange[];

/** Numbers that the identity of a log gives: from 1 on, and never so many. A row with another one was put in. */
export const FIRST_NUMBER = 1n;
export const LAST_NUMBER = 2n ** 62n;

/** Parses an int8multirange as PostgreSQL writes it: `{[1,4),[7,8)}`. */
export const parseRanges = (text: string): NumberRanges =>
  [...text.matchAll(/\[(-?\d+),(-?\d+)\)/g)].map(([, from, until]) => ({
    from: BigInt(from!),
    until: BigInt(until!),
  }));

export const writeRanges = (ranges: NumberRanges): string =>
  `{${ranges.map(({ from, until }) => `[${from},${until})`).join(',')}}`;

/** `numbers` in order, each once. */
export function rangesOf(numbers: Iterable<bigint>): NumberRange[] {
  const ranges: { from: bigint; until: bigint }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.until === number) last.until = number + 1n;
    else ranges.push({ from: number, until: number + 1n });
  }
  return ranges;
}

export function* numbersIn(ranges: NumberRanges): Generator<bigint> {
  for (const { from, until } of ranges)
    for (let number = from; number < until; number += 1n) yield number;
}

export const includes = (ranges: NumberRanges, number: bigint): boolean =>
  ranges.some(({ from, until }) => from <= number && number < until);

/** Difference: numbers of `ranges` that are not in `taken`. */
export function without(ranges: NumberRanges, taken: NumberRanges): NumberRange[] {
  const left: NumberRange[] = [];
  let next = 0;
  for (const { from, until } of ranges) {
    let begin = from;
    while (next < taken.length && taken[next]!.until <= begin) next += 1;
    for (let at = next; at < taken.length && taken[at]!.from < until; at += 1) {
      if (taken[at]!.from > begin) left.push({ from: begin, until: taken[at]!.from });
      if (taken[at]!.until > begin) begin = taken[at]!.until;
    }
    if (begin < until) left.push({ from: begin, until });
  }
  return left;
}

/** Both together. */
export function union(one: NumberRanges, other: NumberRanges): NumberRange[] {
  const all = [...one, ...other].sort((a, b) => (a.from < b.from ? -1 : 1));
  const ranges: { from: bigint; until: bigint }[] = [];
  for (const { from, until } of all) {
    const last = ranges.at(-1);
    if (last && from <= last.until) last.until = until > last.until ? until : last.until;
    else ranges.push({ from, until });
  }
  return ranges;
}

export const countOf = (ranges: NumberRanges): bigint =>
  ranges.reduce((sum, { from, until }) => sum + until - from, 0n);
