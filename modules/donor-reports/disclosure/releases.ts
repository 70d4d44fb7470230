/**
 * What the same readers were given before, put together with what they are to be given now. A figure is one number
 * wherever and whenever it was told; tables of a month, a quarter and a year are tied by what they have in common.
 */
import type { CivilDate } from '../../../src/shared/nights';
import { isAmong, nameOfFigure } from './figure-names';
import type { Figure, Line, Mark } from './suppression';

export interface Span {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

export interface Told {
  readonly id: string;
  readonly value: number;
  readonly kind: 'count' | 'derived';
  /** Null: shown. */
  readonly mark: Mark | null;
  /** A share or an average: a year has one of its own, whatever its quarters had. */
  readonly rate?: boolean;
}

/** What its readers were told at once, with the values of what was hidden from them: sealed wherever it is kept. */
export interface Release {
  /** Of the report, the set of files, the statistics or the analysis. */
  readonly id: string;
  /** The programme, or the partner that it is about: figures of another scope are others. */
  readonly scope: string;
  readonly period: Span;
  /** Of figures that are named `former.`. */
  readonly before: Span;
  readonly told: readonly Told[];
  readonly lines: readonly Line[];
  /** What its marks of small numbers say. */
  readonly threshold: number;
  /** What it hid is no secret of these readers' own: it was made for others. */
  readonly forOthers?: boolean;
}

/** A row of a table that is the sum of other rows, in whatever report they stand. */
export interface Hierarchy {
  readonly table: string;
  readonly parent: string;
  readonly parts: readonly string[];
}

export interface ToTell extends Omit<Release, 'told' | 'id' | 'threshold' | 'forOthers'> {
  readonly figures: readonly Figure[];
}

export interface Joined {
  readonly figures: readonly Figure[];
  readonly lines: readonly Line[];
  /** By the names of what is to be told now. */
  readonly names: ReadonlyMap<string, string>;
  /** Differ by less than the threshold from what was told before: told again, they would tell who came or went. */
  readonly moved: ReadonlySet<string>;
}

const FORMER = 'former.';

interface Snapshot {
  readonly name: string;
  readonly key: string;
  readonly figure: string;
  readonly value: number;
  readonly kind: 'count' | 'derived';
  readonly rate: boolean;
  readonly span: Span;
  shown: boolean;
  /** A mark has said that it is no more. */
  most?: number;
}

export function joinReleases(
  now: ToTell,
  earlier: readonly Release[],
  threshold: number,
  hierarchies: readonly Hierarchy[] = [],
): Joined {
  const all = new Snapshots();
  const lines = new Lines();
  for (const release of earlier) {
    const names = new Map(
      release.told.map((told) => {
        const snapshot = all.of(placeOf(release, told.id), told);
        if (told.mark === null) snapshot.shown = true;
        else if (!release.forOthers) all.hide(snapshot);
        if (told.mark === 'small')
          snapshot.most = Math.min(snapshot.most ?? Infinity, release.threshold - 1);
        return [told.id, snapshot.name];
      }),
    );
    lines.addNamed(release.lines, names);
  }
  const known = all.names();
  const moved = new Set<string>();
  const names = new Map<string, string>();
  const mine = now.figures.map((figure): Figure => {
    const place = placeOf(now, figure.id);
    const isMoved = figure.kind === 'count' && all.isClose(place.key, figure.value, threshold);
    const snapshot = all.of(place, figure);
    names.set(figure.id, snapshot.name);
    if (isMoved) moved.add(figure.id);
    const hide = isMoved || (!snapshot.shown && all.isNearHidden(snapshot, threshold));
    return {
      ...figure,
      id: snapshot.name,
      before: snapshot.shown ? 'shown' : hide ? 'hidden' : undefined,
      most: snapshot.most,
    };
  });
  lines.addNamed(now.lines, names);
  const isMine = new Set(names.values());
  const others = all.list
    .filter(({ name }) => known.has(name) && !isMine.has(name))
    .map((one): Figure => ({
      ...{ id: one.name, value: one.value, kind: one.kind },
      ...asKnown(one, all.hidden.has(one.key) || (one.kind === 'count' && one.value < threshold)),
      most: one.most,
    }));
  const gaps: Figure[] = [];
  const endless = new Set<string>();
  const summed = all.list.filter(({ rate }) => !rate);
  for (const line of [
    ...overTime(summed, threshold, gaps, endless),
    ...inHierarchies(summed, hierarchies, threshold, gaps),
    ...amongFewer(summed, isMine, threshold, gaps),
  ])
    lines.add(line);
  const follow = mine.map((figure) => ({
    ...figure,
    ...(endless.has(figure.id) && figure.before === undefined && { before: 'hidden' as const }),
    follows: figure.follows?.map((id) => names.get(id)!),
  }));
  const told = lines.list();
  const figures = withMarksOfWholes([...together(follow), ...others, ...gaps], told);
  return { figures, lines: told, names, moved };
}

/** Of what a mark has said that it is few, each part is no more: as few as the mark says is what it hides. */
function withMarksOfWholes(figures: readonly Figure[], lines: readonly Line[]): Figure[] {
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

const asKnown = ({ shown }: Snapshot, isSecret: boolean): Partial<Figure> =>
  shown ? { before: 'shown' } : isSecret ? { before: 'hidden' } : { free: true };

/** Two names of one number: what the report before called now and this one calls former. */
function together(figures: readonly Figure[]): Figure[] {
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

interface Place {
  readonly key: string;
  readonly figure: string;
  readonly span: Span;
}

function placeOf({ period, before }: Pick<ToTell, 'period' | 'before'>, id: string): Place {
  const isFormer = id.startsWith(FORMER);
  const { figure, when } = nameOfFigure(isFormer ? id.slice(FORMER.length) : id);
  const span = when ?? (isFormer ? before : period);
  return { key: `${span.from}/${span.until}/${figure}`, figure, span };
}

/** A figure may have been told with several values: of before and after rows were put right. */
class Snapshots {
  readonly list: Snapshot[] = [];
  readonly hidden = new Map<string, Snapshot[]>();
  private readonly byKey = new Map<string, Snapshot[]>();

  of(
    { key, figure, span }: Place,
    { value, kind, rate = false }: Pick<Told, 'value' | 'kind' | 'rate'>,
  ): Snapshot {
    const known = this.byKey.get(key) ?? [];
    const same = known.find((one) => one.value === value);
    if (same) return same;
    const name = `${key}#${known.length}`;
    const made: Snapshot = { name, key, figure, value, kind, rate, span, shown: false };
    this.byKey.set(key, [...known, made]);
    this.list.push(made);
    return made;
  }

  hide(one: Snapshot): void {
    this.hidden.set(one.key, [...(this.hidden.get(one.key) ?? []), one]);
  }

  /** What was put right since is supposed to be near what it was: told, it would tell about what was hidden. */
  isNearHidden({ key, kind, value }: Snapshot, threshold: number): boolean {
    return (this.hidden.get(key) ?? []).some(
      (one) => kind === 'derived' || Math.abs(one.value - value) < threshold,
    );
  }

  isClose(key: string, value: number, threshold: number): boolean {
    return (this.byKey.get(key) ?? []).some(
      (one) => one.shown && one.value !== value && Math.abs(one.value - value) < threshold,
    );
  }

  names(): Set<string> {
    return new Set(this.list.map(({ name }) => name));
  }
}

class Lines {
  private readonly byText = new Map<string, Line>();

  addNamed(lines: readonly Line[], names: ReadonlyMap<string, string>): void {
    for (const line of lines)
      this.add({
        ...line,
        total: names.get(line.total)!,
        parts: line.parts.map((part) => names.get(part)!),
        ...(line.less && { less: line.less.map((part) => names.get(part)!) }),
      });
  }

  add(line: Line): void {
    this.byText.set(
      JSON.stringify([line.total, [...line.parts].sort(), line.less, line.bound]),
      line,
    );
  }

  list(): Line[] {
    return [...this.byText.values()];
  }
}

/**
 * A longer period against the shorter ones in it. What adds up over time is a sum; people who came twice are fewer
 * than their quarters together, and no fewer than in any of them. Only what is true of the numbers is taken for known.
 * Where a period and its parts differ by a few, these few are a count of their own: who came twice, who was entered
 * late. Nobody prints it, and everybody can work it out.
 */
function* overTime(
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
        yield* tied(long, parts, threshold, gaps, true);
        covers += 1;
      }
      for (const parts of [inTurn(within), inTurn([...within].reverse())])
        if (parts.length > 0 && !isWhole(long.span, parts))
          yield* tied(long, parts, threshold, gaps, false);
      for (const part of within) yield* related(long, [part], false);
    }
}

/**
 * What is left of a period when its parts are taken away: whoever came twice or was entered late, where the parts are
 * all of it; whoever came in the days that are missing, otherwise. A few of them are a secret; that nobody is, is none.
 */
function* tied(
  long: Snapshot,
  parts: readonly Snapshot[],
  threshold: number,
  gaps: Figure[],
  areAll: boolean,
): Generator<Line> {
  const gap = gapOf(long, parts, threshold, areAll);
  if (!gap) return yield* related(long, parts, areAll);
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
  // Of a part of the days, more than all of them is no few that were left: they came twice.
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

/** Of one number of a year that was put right again and again; where there are more, it is told no more. */
const MOST_COVERS = 64;

const days = ({ from, until }: Span): number => Date.parse(until) - Date.parse(from);
const isWithin = (one: Span, other: Span): boolean =>
  one.from >= other.from && one.until <= other.until;
const isWhole = (span: Span, parts: readonly Snapshot[]): boolean =>
  parts.reduce((so_far, one) => so_far + days(one.span), 0) === days(span);

function* related(long: Snapshot, parts: readonly Snapshot[], areAll: boolean): Generator<Line> {
  const sum = sumOf(parts);
  const line = { total: long.name, parts: parts.map(({ name }) => name) };
  if (areAll && sum === long.value) yield line;
  else if (areAll && sum > long.value) yield { ...line, bound: 'most' };
  else if (parts.length > 0 && sum <= long.value) yield { ...line, bound: 'least' };
}

/** Every way in which periods follow each other from the first day to the last, each with each of its values. */
function coversOf({ from, until }: Span, within: readonly Snapshot[]): Generator<Snapshot[]> {
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
function inTurn(within: readonly Snapshot[]): Snapshot[] {
  const taken: Snapshot[] = [];
  for (const one of [...within].sort((a, b) => days(a.span) - days(b.span)))
    if (taken.every(({ span }) => span.until <= one.span.from || one.span.until <= span.from))
      taken.push(one);
  return taken;
}

function* inHierarchies(
  all: readonly Snapshot[],
  hierarchies: readonly Hierarchy[],
  threshold: number,
  gaps: Figure[],
): Generator<Line> {
  // Of a number that was put right, the last.
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
      yield* tied(one, found, threshold, few, true);
      // Put right in between: by a few, as every reader supposes.
      gaps.push(...few.map((gap) => ({ ...gap, most: threshold - 1 })));
    }
}

/**
 * The same days counted once more, of some of them alone: women, and foreign women. Whoever is left out of the second
 * is a count of its own. Within one table its own sums say it.
 */
function* amongFewer(
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
        if (isMine.has(more.name) !== isMine.has(fewer.name) && isAmong(other.where, of.where))
          yield* tied(more, [fewer], threshold, gaps, false);
}

function groupBy<T>(all: readonly T[], of: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(of(one), [...(groups.get(of(one)) ?? []), one]);
  return groups;
}
