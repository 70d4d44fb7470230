/**
 * Which figures must be hidden (docs/disclosure-control.md). Figures are variables, totals are lines
 * (total = sum of parts); what a reader can compute is what the lines give away.
 */
import { determined, narrowed, type Bounds } from './elimination';

export interface Figure {
  readonly id: string;
  readonly value: number;
  /** `count` must not be small; `derived` is hidden with what it follows. */
  readonly kind: 'count' | 'derived';
  /** Figures that this one is computed from. */
  readonly follows?: readonly string[];
  /** A zero that is no finding: shown, and known to every reader. */
  readonly structural?: boolean;
  /** Where it is seen; figures hidden in one place share one mark. */
  readonly places?: readonly string[];
}

export interface Line {
  readonly total: string;
  readonly parts: readonly string[];
}

export interface SuppressionPolicy {
  /** Counts of 1 to threshold - 1 are hidden; 0 hides nothing. */
  readonly threshold: number;
  /** A zero that is not structural: hidden like a small count, or shown. */
  readonly zeros: 'hide' | 'show';
}

/** `small`: says truthfully "under the threshold". `protected`: says only that it is hidden. */
export type Mark = 'small' | 'protected';

const byValue = (a: Figure, b: Figure): number => a.value - b.value;

export function suppress(
  figures: readonly Figure[],
  lines: readonly Line[],
  policy: SuppressionPolicy,
): Map<string, Mark> {
  if (policy.threshold <= 0) return new Map();
  return new Suppression(figures, lines, policy).run();
}

class Suppression {
  private readonly figures: Map<string, Figure>;
  private readonly lines: readonly Line[];
  private readonly hidden = new Set<string>();
  /** Places of lines in their order: those that a figure is in, and those of which it is a part. */
  private readonly linesOf = new Map<string, number[]>();
  private readonly asPart = new Map<string, number[]>();

  constructor(
    figures: readonly Figure[],
    lines: readonly Line[],
    private readonly policy: SuppressionPolicy,
  ) {
    this.figures = new Map(figures.map((figure) => [figure.id, figure]));
    // A structural zero adds nothing to a line and hides nothing in it.
    this.lines = lines
      .map(({ total, parts }) => ({ total, parts: parts.filter((id) => !this.isStructural(id)) }))
      .filter((line) => !this.isStructural(line.total));
    for (const [place, { total, parts }] of this.lines.entries()) {
      for (const id of new Set([total, ...parts])) add(this.linesOf, id, place);
      for (const id of new Set(parts)) add(this.asPart, id, place);
    }
  }

  run(): Map<string, Mark> {
    for (const figure of this.figures.values())
      if (this.isSmall(figure)) this.hidden.add(figure.id);
    while (this.hideFollowers() || this.hideNextSmallest() || this.hideDeducible());
    return this.marks();
  }

  private figure(id: string): Figure {
    const figure = this.figures.get(id);
    if (!figure) throw new Error(`no figure ${id}`);
    return figure;
  }

  private isStructural(id: string): boolean {
    const figure = this.figure(id);
    return figure.structural === true && figure.value === 0;
  }

  private isSmall(figure: Figure): boolean {
    if (figure.kind !== 'count' || this.isStructural(figure.id)) return false;
    if (figure.value === 0) return this.policy.zeros === 'hide';
    return figure.value < this.policy.threshold;
  }

  /** Rule 4: rates, averages and money go with their counts. */
  private hideFollowers(): boolean {
    const before = this.hidden.size;
    for (const figure of this.figures.values())
      if (figure.follows?.some((id) => this.hidden.has(id)) && !this.isStructural(figure.id))
        this.hidden.add(figure.id);
    return this.hidden.size > before;
  }

  /** Rule 3: in a line where total minus the rest says too much, hide the next smallest. */
  private hideNextSmallest(): boolean {
    for (const line of this.lines)
      if (this.isGivenAway(line)) {
        const next = this.nextSmallest([line]);
        if (next === undefined) continue;
        this.hidden.add(next);
        return true;
      }
    return false;
  }

  private isGivenAway({ total, parts }: Line): boolean {
    const hiddenParts = parts.filter((id) => this.hidden.has(id));
    if (this.hidden.has(total)) return hiddenParts.length === 0;
    if (hiddenParts.length === 0) return false;
    if (hiddenParts.length === 1) return true;
    // What the hidden cells come to is itself a count that the reader can compute.
    const counts = hiddenParts.every((id) => this.figure(id).kind === 'count');
    const sum = hiddenParts.reduce((so_far, id) => so_far + this.figure(id).value, 0);
    return counts && sum < this.policy.threshold;
  }

  /** Rule 3, second half: nothing may follow from several totals together. */
  private hideDeducible(): boolean {
    const unknown = [...this.hidden];
    const exact = determined(this.lines, this.hidden);
    const bounds = narrowed(this.lines, this.hidden, this.valueOf, this.openBounds);
    const exposed = unknown.filter((id) => {
      if (exact.has(id)) return true;
      const { low, high } = bounds.get(id)!;
      return this.figure(id).kind === 'count' && low === high;
    });
    const spent = new Set<string>();
    for (const id of exposed) {
      if (spent.has(id)) continue;
      const around = this.linesAround(id);
      const next = this.nextSmallest(around);
      if (next !== undefined) {
        this.hidden.add(next);
        return true;
      }
      // Nothing is left to hide near it, nor near any that hangs together with it.
      for (const { total, parts } of around) for (const one of [total, ...parts]) spent.add(one);
    }
    return false;
  }

  /** Parts before totals: a hidden total costs the reader more. */
  private nextSmallest(lines: readonly Line[]): string | undefined {
    const shown = (ids: readonly string[]): Figure[] =>
      [...new Set(ids)].filter((id) => !this.hidden.has(id)).map((id) => this.figure(id));
    const parts = shown(lines.flatMap((line) => line.parts)).sort(byValue);
    const totals = shown(lines.map((line) => line.total)).sort(byValue);
    return (this.helpful(parts) ?? totals[0])?.id;
  }

  /** Of equally small cells the one whose other lines need one anyway. */
  private helpful(sorted: readonly Figure[]): Figure | undefined {
    const ties = sorted.filter((figure) => figure.value === sorted[0]!.value);
    const given = new Map<number, boolean>();
    const isGiven = (place: number): boolean => {
      const known = given.get(place) ?? this.isGivenAway(this.lines[place]!);
      given.set(place, known);
      return known;
    };
    let best: { readonly figure: Figure; readonly needed: number } | undefined;
    for (const figure of ties) {
      const needed = (this.asPart.get(figure.id) ?? []).filter(isGiven).length;
      if (!best || needed > best.needed) best = { figure, needed };
    }
    return best?.figure;
  }

  /** The lines of a figure; when those are used up, all that its lines touch. */
  private linesAround(id: string): Line[] {
    let ids = new Set([id]);
    for (;;) {
      const places = new Set([...ids].flatMap((one) => this.linesOf.get(one) ?? []));
      const lines = [...places].sort((a, b) => a - b).map((place) => this.lines[place]!);
      const touched = new Set([...ids, ...lines.flatMap((line) => [line.total, ...line.parts])]);
      const open = [...touched].some((x) => !this.hidden.has(x));
      if (open || touched.size === ids.size) return lines;
      ids = touched;
    }
  }

  private readonly valueOf = (id: string): number => this.figure(id).value;
  private readonly openBounds = (id: string): Bounds =>
    this.figure(id).kind === 'count'
      ? { low: 0, high: Infinity }
      : { low: -Infinity, high: Infinity };

  /**
   * Figures hidden together bear one mark. It says "under the threshold" only where that is true of
   * all of them and, taken with the totals, tells no more than it says.
   */
  private marks(): Map<string, Mark> {
    const marks = new Map<string, Mark>();
    for (const group of this.groups()) {
      const counts = group.filter((id) => this.figure(id).kind === 'count');
      const mark = counts.every((id) => this.isSmall(this.figure(id))) && this.saysNoMore(counts);
      for (const id of group)
        marks.set(id, mark && this.figure(id).kind === 'count' ? 'small' : 'protected');
    }
    return marks;
  }

  private saysNoMore(counts: readonly string[]): boolean {
    const small = new Set(counts);
    const most = this.policy.threshold - 1;
    const bounds = narrowed(this.lines, this.hidden, this.valueOf, (id) =>
      small.has(id) ? { low: 0, high: most } : this.openBounds(id),
    );
    return counts.every((id) => bounds.get(id)!.low <= 1 && bounds.get(id)!.high === most);
  }

  /** Hidden figures that hang together by lines and places; each line and each place is walked once. */
  private groups(): string[][] {
    const left = new Set(this.hidden);
    const inPlaces = new Map<string, string[]>();
    for (const id of this.hidden)
      for (const place of this.figure(id).places ?? []) add(inPlaces, place, id);
    const walked = new Set<string | number>();
    const groups: string[][] = [];
    for (const first of this.hidden) {
      if (!left.delete(first)) continue;
      const group = [first];
      for (const id of group)
        for (const other of this.together(id, inPlaces, walked))
          if (left.delete(other)) group.push(other);
      groups.push(group);
    }
    return groups;
  }

  private *together(
    id: string,
    inPlaces: ReadonlyMap<string, readonly string[]>,
    walked: Set<string | number>,
  ): Generator<string> {
    const once = (way: string | number): boolean => !walked.has(way) && !!walked.add(way);
    for (const place of (this.linesOf.get(id) ?? []).filter(once)) {
      yield this.lines[place]!.total;
      yield* this.lines[place]!.parts;
    }
    for (const place of (this.figure(id).places ?? []).filter(once)) yield* inPlaces.get(place)!;
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
