/** Constraints between tables: a period and its parts, groups and their members, a selection and the whole. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { isSubset, nameOfFigure } from './figure-names.rules';
import type { Period } from '../../platform/shared/periods.rules';
import { groupBy } from '../../platform/shared/group-by';
import type { Hierarchy } from './release.types';
import type { Snapshot } from './snapshots.rules';
import type { Figure, Line } from './suppression.rules';

/**
 * Constraints between a period and the shorter periods in it. Additive measures sum up; a count of people is at most
 * the sum of its quarters and at least each of them. Only true relations are used. A small difference between a period
 * and its parts is a count of its own (people who came twice, late entries), which is printed nowhere but can be
 * computed by readers, and is therefore protected.
 */
export function* constraintsOverTime(
  all: readonly Snapshot[],
  threshold: number,
  gaps: Figure[],
  endless: Set<string>,
): Generator<Line> {
  for (const same of groupBy(all, ({ figure }) => figure).values())
    for (const long of same) {
      const within = same.filter(({ span, key }) => key !== long.key && isWithin(span, long.span));
      let covers = 0;
      for (const parts of coversOf(long.span, within)) {
        if (covers === MOST_COVERS) {
          for (const { name } of [long, ...within]) endless.add(name);
          break;
        }
        yield* linkedConstraints(long, parts, threshold, gaps, true);
        covers += 1;
      }
      for (const parts of [withoutOverlap(within), withoutOverlap([...within].reverse())])
        if (parts.length > 0 && !isWhole(long.span, parts))
          yield* linkedConstraints(long, parts, threshold, gaps, false);
      for (const part of within) yield* boundConstraints(long, [part], false);
    }
}

/**
 * Constraint for the difference between a period and its parts: people who came twice or were entered late, if the
 * parts cover it; otherwise people of the remaining days. A small difference has to be protected; zero need not.
 */
function* linkedConstraints(
  long: Snapshot,
  parts: readonly Snapshot[],
  threshold: number,
  gaps: Figure[],
  areAll: boolean,
): Generator<Line> {
  const gap = gapOf(long, parts, threshold, areAll);
  if (!gap) return yield* boundConstraints(long, parts, areAll);
  gaps.push(gap);
  yield withGap(long, parts, gap);
}

function gapOf(
  long: Snapshot,
  parts: readonly Snapshot[],
  threshold: number,
  areAll: boolean,
): Figure | null {
  const left = long.value - sumOf(parts);
  const value = Math.abs(left);
  if (value === 0 || value >= threshold) return null;
  // The parts cover only some days but count more than the whole: people came twice; no small remainder to protect.
  if (!areAll && left < 0) return null;
  const id = `gap/${[long, ...parts].map(({ name }) => name).join('+')}`;
  return { id, value, kind: 'count', before: 'hidden' };
}

const sumOf = (parts: readonly Snapshot[]): number =>
  parts.reduce((so_far, { value }) => so_far + value, 0);

function withGap(long: Snapshot, snapshots: readonly Snapshot[], gap: Figure): Line {
  const parts = snapshots.map(({ name }) => name);
  return sumOf(snapshots) > long.value
    ? { total: long.name, parts, less: [gap.id] }
    : { total: long.name, parts: [...parts, gap.id] };
}

/** Limit for a yearly figure corrected again and again; beyond it the figure is no longer published. */
const MOST_COVERS = 64;

const days = ({ from, until }: Period): number => Date.parse(until) - Date.parse(from);
const isWithin = (one: Period, other: Period): boolean =>
  one.from >= other.from && one.until <= other.until;
const isWhole = (span: Period, parts: readonly Snapshot[]): boolean =>
  parts.reduce((so_far, one) => so_far + days(one.span), 0) === days(span);

function* boundConstraints(
  long: Snapshot,
  parts: readonly Snapshot[],
  areAll: boolean,
): Generator<Line> {
  const sum = sumOf(parts);
  const line = { total: long.name, parts: parts.map(({ name }) => name) };
  if (areAll && sum === long.value) yield line;
  else if (areAll && sum > long.value) yield { ...line, bound: 'most' };
  else if (parts.length > 0 && sum <= long.value) yield { ...line, bound: 'least' };
}

/** Every way in which periods follow each other from the first day to the last, each with each of its values. */
function coversOf({ from, until }: Period, within: readonly Snapshot[]): Generator<Snapshot[]> {
  // From these days the last one can be reached: nothing else is looked into.
  const ends = new Set([until]);
  for (const { span } of [...within].sort((a, b) => (a.span.from < b.span.from ? 1 : -1)))
    if (ends.has(span.until)) ends.add(span.from);
  const leading = groupBy(
    within.filter(({ span }) => ends.has(span.until)),
    ({ span }) => span.from,
  );
  return follow(from);

  function* follow(day: CivilDate): Generator<Snapshot[]> {
    if (day === until) return yield [];
    for (const first of leading.get(day) ?? [])
      for (const rest of follow(first.span.until)) yield [first, ...rest];
  }
}

/** Periods that do not overlap, the shortest first. */
function withoutOverlap(within: readonly Snapshot[]): Snapshot[] {
  const taken: Snapshot[] = [];
  for (const one of [...within].sort((a, b) => days(a.span) - days(b.span)))
    if (taken.every(({ span }) => span.until <= one.span.from || one.span.until <= span.from))
      taken.push(one);
  return taken;
}

export function* constraintsInHierarchies(
  all: readonly Snapshot[],
  hierarchies: readonly Hierarchy[],
  threshold: number,
  gaps: Figure[],
): Generator<Line> {
  // Of a corrected number, the latest value.
  const byKey = new Map(all.map((one) => [one.key, one]));
  for (const { table, parent, parts } of hierarchies)
    for (const one of all) {
      const start = `${table}/${parent}/`;
      if (!one.figure.startsWith(start)) continue;
      const column = one.figure.slice(start.length);
      const prefix = one.key.slice(0, one.key.length - one.figure.length);
      const found = parts.map((part) => byKey.get(`${prefix}${table}/${part}/${column}`));
      if (!found.every((part) => part !== undefined)) continue;
      const few: Figure[] = [];
      yield* linkedConstraints(one, found, threshold, few, true);
      // Put right in between: by a few, as every reader supposes.
      gaps.push(...few.map((gap) => ({ ...gap, most: threshold - 1 })));
    }
}

/**
 * Constraints between a count and the same count of a subgroup (women, foreign women): the difference is a count of its
 * own. Within one table its sums state this already.
 */
export function* constraintsOfSubsets(
  all: readonly Snapshot[],
  isMine: ReadonlySet<string>,
  threshold: number,
  gaps: Figure[],
): Generator<Line> {
  const cut = all.flatMap((one) => {
    const { of } = nameOfFigure(one.figure);
    return of ? [{ one, of }] : [];
  });
  const counted = groupBy(cut, ({ one, of }) => `${one.span.from}/${one.span.until}/${of.counted}`);
  for (const same of counted.values())
    for (const { one: more, of } of same)
      for (const { one: fewer, of: other } of same)
        if (isMine.has(more.name) !== isMine.has(fewer.name) && isSubset(other.where, of.where))
          yield* linkedConstraints(more, [fewer], threshold, gaps, false);
}
