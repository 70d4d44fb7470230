/**
 * Combines earlier releases to the same readers with a new one. A figure is the same number wherever and whenever it
 * was released; tables of a month, a quarter and a year are linked by their common figures.
 */
import type { CandidateRelease, Hierarchy, Release } from './release.types';
import { Lines, figureKeyOf, type Snapshot, Snapshots } from './snapshots.rules';
import type { Figure, Line } from './suppression.rules';
import {
  constraintsOfSubsets,
  constraintsInHierarchies,
  constraintsOverTime,
} from './linked-tables.rules';

export interface JoinedReleases {
  readonly figures: readonly Figure[];
  readonly lines: readonly Line[];
  /** By the names of the candidate release. */
  readonly names: ReadonlyMap<string, string>;
  /**
   * Figures that differ by less than the threshold from an earlier release; published again, they would disclose who
   * came or left.
   */
  readonly moved: ReadonlySet<string>;
}

export function joinReleases(
  now: CandidateRelease,
  earlier: readonly Release[],
  threshold: number,
  hierarchies: readonly Hierarchy[] = [],
): JoinedReleases {
  const all = new Snapshots();
  const lines = new Lines();
  for (const release of earlier) {
    const names = new Map(
      release.released.map((released) => {
        const snapshot = all.of(figureKeyOf(release, released.id), released);
        if (released.mark === null) snapshot.shown = true;
        else if (!release.forOthers) all.hide(snapshot);
        if (released.mark === 'small')
          snapshot.most = Math.min(snapshot.most ?? Infinity, release.threshold - 1);
        if (released.least !== undefined)
          snapshot.least = Math.max(snapshot.least ?? 0, released.least);
        return [released.id, snapshot.name];
      }),
    );
    lines.addNamed(release.lines, names);
  }
  const known = all.names();
  const moved = new Set<string>();
  const names = new Map<string, string>();
  const mine = now.figures.map((figure): Figure => {
    const place = figureKeyOf(now, figure.id);
    const isMoved = figure.kind === 'count' && all.isClose(place.key, figure.value, threshold);
    const snapshot = all.of(place, figure);
    names.set(figure.id, snapshot.name);
    if (isMoved) moved.add(figure.id);
    const hide = isMoved || (!snapshot.shown && all.isNearHidden(snapshot, threshold));
    return {
      ...figure,
      id: snapshot.name,
      before: snapshot.shown ? 'shown' : hide ? 'hidden' : undefined,
      most: lowerBoundOf(snapshot.most, figure.most),
      least: Math.max(snapshot.least ?? 0, figure.least ?? 0),
    };
  });
  lines.addNamed(now.lines, names);
  const isMine = new Set(names.values());
  const others = all.list
    .filter(({ name }) => known.has(name) && !isMine.has(name))
    .map((one): Figure => ({
      id: one.name,
      value: one.value,
      kind: one.kind,
      ...priorExposure(
        one,
        all.hidden.has(one.key) || (one.kind === 'count' && one.value < threshold),
      ),
      most: one.most,
      least: one.least,
    }));
  const gaps: Figure[] = [];
  const endless = new Set<string>();
  const summed = all.list.filter(({ rate }) => !rate);
  for (const line of [
    ...constraintsOverTime(summed, threshold, gaps, endless),
    ...constraintsInHierarchies(summed, hierarchies, threshold, gaps),
    ...constraintsOfSubsets(summed, isMine, threshold, gaps),
  ])
    lines.add(line);
  const follow = mine.map((figure) => ({
    ...figure,
    ...(endless.has(figure.id) && figure.before === undefined && { before: 'hidden' as const }),
    follows: figure.follows?.map((id) => names.get(id)!),
  }));
  const released = lines.list();
  const figures = propagateUpperBounds([...mergeSameFigures(follow), ...others, ...gaps], released);
  return { figures, lines: released, names, moved };
}

const lowerBoundOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

/** If a mark discloses that a total is below the threshold, the same upper bound holds for each of its parts. */
function propagateUpperBounds(figures: readonly Figure[], lines: readonly Line[]): Figure[] {
  const most = new Map(figures.flatMap(({ id, most }) => (most === undefined ? [] : [[id, most]])));
  const isCount = new Set(figures.flatMap(({ id, kind }) => (kind === 'count' ? [id] : [])));
  const wholes = lines.filter(({ less, bound }) => !less && bound !== 'most');
  for (let isNew = most.size > 0; isNew;) {
    isNew = false;
    for (const { total, parts } of wholes)
      for (const part of parts) {
        const limit = Math.min(most.get(total) ?? Infinity, most.get(part) ?? Infinity);
        if (!isCount.has(part) || limit === (most.get(part) ?? Infinity)) continue;
        most.set(part, limit);
        isNew = true;
      }
  }
  return figures.map((figure) => ({ ...figure, most: most.get(figure.id) }));
}

const priorExposure = ({ shown }: Snapshot, isSecret: boolean): Partial<Figure> =>
  shown ? { before: 'shown' } : isSecret ? { before: 'hidden' } : { free: true };

/** Two names of one number: what the report before called now and this one calls former. */
function mergeSameFigures(figures: readonly Figure[]): Figure[] {
  const found = new Map<string, Figure>();
  for (const figure of figures) {
    const known = found.get(figure.id);
    found.set(
      figure.id,
      known
        ? {
            ...known,
            follows: [...(known.follows ?? []), ...(figure.follows ?? [])],
            places: [...(known.places ?? []), ...(figure.places ?? [])],
          }
        : figure,
    );
  }
  return [...found.values()];
}
