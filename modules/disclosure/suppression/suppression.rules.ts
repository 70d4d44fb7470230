/**
 * Which figures must be hidden (docs/disclosure-control.md). Figures are variables, totals are lines
 * (total = sum of parts); what a reader can compute is what the lines give away.
 */
import type { Highs } from 'highs';
import {
  AttackerProgram,
  connectedGroups,
  figureIdsIn,
  SolverFailure,
  type SolverFailureReason,
  type SumRelation,
  type UnknownCell,
} from './attacker-program.rules';
import { openSolver } from './solver';

export interface Figure {
  readonly id: string;
  readonly value: number;
  /** `count` must not be small; `derived` is hidden with what it follows. */
  readonly kind: 'count' | 'derived';
  /** A share or an average, which no other adds up. */
  readonly rate?: boolean;
  /** Figures that this one is computed from. */
  readonly follows?: readonly string[];
  /** A zero that is no finding: shown, and known to every reader. */
  readonly structural?: boolean;
  /** Where it is seen; figures hidden in one place share one mark. */
  readonly places?: readonly string[];
  /** Whether earlier releases to the same readers showed or suppressed it. */
  readonly before?: 'shown' | 'hidden';
  /** Known to these readers from a release made for others: not shown here, and needs no protection interval. */
  readonly free?: boolean;
  /** Upper bound known to every reader, from a mark or from the rule by which its row is absent. */
  readonly most?: number;
  /** Every reader knows that it is no less than this. */
  readonly least?: number;
  /** Belongs to a row rolled up into another one; not printed. */
  readonly absent?: boolean;
}

export type Line = SumRelation;

export interface SuppressionPolicy {
  /** Counts of 1 to threshold - 1 are hidden; 0 hides nothing. */
  readonly threshold: number;
  /** A zero that is not structural: hidden like a small count, or shown. */
  readonly zeros: 'hide' | 'show';
}

/**
 * Reasons shown instead of a number. `small`: truthfully "below the threshold". `protected`: suppressed, without a
 * reason. `corrected`: suppressed because it changed by little since the same readers saw it; says nothing about its
 * size.
 */
export const MARKS = ['small', 'protected', 'corrected'] as const;
export type Mark = (typeof MARKS)[number];

export interface SuppressionResult {
  readonly marks: ReadonlyMap<string, Mark>;
  /** Hidden for their own sake; the others protect them. */
  readonly primary: ReadonlySet<string>;
  /** Figures that cannot be protected any more because of earlier releases. */
  readonly exposed: readonly string[];
  /** Figures that the solver could not check, with the reason; withheld with all figures connected to them. */
  readonly unchecked: ReadonlyMap<string, SolverFailureReason>;
}

const NOTHING_HIDDEN: SuppressionResult = {
  marks: new Map(),
  primary: new Set(),
  exposed: [],
  unchecked: new Map(),
};

/** A figure that follows hidden counts may be off by at least this share of it. */
const SHARE_IN_DOUBT = 0.2;
/**
 * Where more figures than this hang together and one would have to be asked about, all are withheld: planning grows
 * with their square (800 take two seconds), and a table of so many rows goes into no file.
 */
const MOST_TOGETHER = 3_000;
/** Cost factor of a total, which is more informative than its parts. */
const TOTAL_COSTS = 2;

const byValue = (a: UnknownCell, b: UnknownCell): number => a.value - b.value;

export async function suppress(
  figures: readonly Figure[],
  lines: readonly Line[],
  policy: SuppressionPolicy,
  steps?: number,
): Promise<SuppressionResult> {
  if (policy.threshold <= 0) return NOTHING_HIDDEN;
  return new Suppression(await openSolver(), figures, lines, policy, steps).run();
}

class Suppression {
  private readonly figures: Map<string, Figure>;
  private readonly lines: readonly Line[];
  private readonly hidden = new Set<string>();
  private readonly exposed = new Set<string>();
  private readonly unchecked = new Map<string, SolverFailureReason>();

  constructor(
    private readonly highs: Highs,
    figures: readonly Figure[],
    lines: readonly Line[],
    private readonly policy: SuppressionPolicy,
    private readonly steps?: number,
  ) {
    this.figures = new Map(figures.map((figure) => [figure.id, figure]));
    // A structural zero adds nothing to a line and hides nothing in it.
    this.lines = lines
      .map((line) => ({ ...line, parts: line.parts.filter((id) => !this.isStructural(id)) }))
      .filter(({ total, parts }) => parts.length > 0 && !this.isStructural(total));
  }

  run(): SuppressionResult {
    for (const figure of this.figures.values())
      if (this.isSmall(figure)) this.hidden.add(figure.id);
    this.hideFollowers();
    const primary = new Set(this.hidden);
    const together = connectedGroups(this.unknowns(), this.lines).map(({ figures, relations }) => ({
      figures,
      program: new AttackerProgram(
        this.highs,
        figures,
        relations,
        this.hidden,
        this.valueOf,
        this.steps,
      ),
    }));
    try {
      // Protecting one figure may suppress another that is linked to figures of a further group: repeat until nothing
      // changes.
      for (let before = -1; before !== this.hidden.size;) {
        before = this.hidden.size;
        for (const { figures, program } of together) this.protect(figures, program);
        this.hideFollowers();
      }
    } finally {
      for (const { program } of together) program.dispose();
    }
    return { marks: this.marks(), primary, exposed: [...this.exposed], unchecked: this.unchecked };
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
    // Suppressed before for these readers: stays suppressed. Shown before in another report and not part of this
    // document: nothing left to protect.
    if (figure.before === 'hidden' || figure.free) return true;
    if (figure.absent) return figure.before !== 'shown';
    if (figure.before === 'shown' && figure.places === undefined) return false;
    if (figure.kind !== 'count' || this.isStructural(figure.id)) return false;
    if (figure.value === 0) return this.policy.zeros === 'hide';
    return figure.value < this.policy.threshold;
  }

  /** Rule 4: rates, averages and money go with their counts. */
  private hideFollowers(): void {
    for (let before = -1; before !== this.hidden.size;) {
      before = this.hidden.size;
      for (const figure of this.figures.values())
        if (figure.follows?.some((id) => this.hidden.has(id)) && !this.isStructural(figure.id))
          this.hidden.add(figure.id);
    }
  }

  private unknowns(): UnknownCell[] {
    const totals = new Set(this.lines.map(({ total }) => total));
    // A figure shown in several tables costs more, since it is lost in each.
    const placesOf = (id: string) => Math.max(1, new Set(this.figure(id).places).size);
    return [...this.figures.values()].map(({ id, value, before, most, least }) => ({
      id,
      value,
      most,
      least,
      fixed: before === 'shown' || this.isStructural(id),
      cost: (1 + Math.abs(value)) * (totals.has(id) ? TOTAL_COSTS : 1) * placesOf(id),
    }));
  }

  /** Rule 3: every hidden figure is left in enough doubt, whatever is worked out from the sums together. */
  private protect(figures: readonly UnknownCell[], program: AttackerProgram): void {
    const isOpen = ({ id }: UnknownCell) =>
      this.hidden.has(id) &&
      !this.figure(id).free &&
      !this.exposed.has(id) &&
      !this.unchecked.has(id) &&
      program.intervalWidth(id) < this.requiredWidth(id) - 1e-6;
    const smallestFirst = [...figures].sort(byValue);
    for (;;) {
      program.boundWithoutSolver();
      const next = smallestFirst.find(isOpen);
      if (!next) return;
      if (figures.length > MOST_TOGETHER) return this.withhold(figures, 'steps');
      try {
        const further = program.findComplementaryCells(next.id, this.requiredWidth(next.id));
        for (const id of further ?? this.protectAsFarAsPossible(next.id, program))
          this.hidden.add(id);
      } catch (error) {
        if (!(error instanceof SolverFailure)) throw error;
        this.withhold(figures, error.reason);
      }
    }
  }

  private withhold(figures: readonly UnknownCell[], reason: SolverFailureReason): void {
    for (const { id } of figures) {
      this.unchecked.set(id, reason);
      this.hidden.add(id);
    }
  }

  /** Not in enough doubt whatever is hidden: in as much as there is. */
  private protectAsFarAsPossible(id: string, program: AttackerProgram): readonly string[] {
    this.exposed.add(id);
    for (const share of [0.75, 0.5, 0.25]) {
      const further = program.findComplementaryCells(id, share * this.requiredWidth(id));
      if (further) return further;
    }
    return [];
  }

  private readonly valueOf = (id: string): number => this.figure(id).value;

  private requiredWidth(id: string): number {
    const { kind, value, most } = this.figure(id);
    const { threshold } = this.policy;
    const width =
      kind === 'count' ? threshold : Math.max(threshold, SHARE_IN_DOUBT * Math.abs(value));
    return Math.min(width, most ?? Infinity);
  }

  /**
   * Mark of each suppressed figure. Figures suppressed together share one mark. `small` is used only if all of them are
   * below the threshold and no shown figure adds up with them, so that the mark discloses no more than the sums do.
   */
  private marks(): Map<string, Mark> {
    const marks = new Map<string, Mark>();
    const seen = new Set(
      this.lines.flatMap((line) => {
        const names = figureIdsIn(line);
        return names.some((id) => !this.isUnseen(id)) ? names : [];
      }),
    );
    for (const group of this.groups()) {
      const counts = group.filter((id) => this.figure(id).kind === 'count');
      const isSmall =
        group.every((id) => !seen.has(id)) &&
        counts.every((id) => this.figure(id).value < this.policy.threshold);
      for (const id of group)
        marks.set(id, isSmall && this.figure(id).kind === 'count' ? 'small' : 'protected');
    }
    return marks;
  }

  private isUnseen(id: string): boolean {
    return this.hidden.has(id) && this.figure(id).before !== 'shown';
  }

  /** Hidden figures that hang together by lines and places; each line and each place is walked once. */
  private groups(): string[][] {
    const left = new Set(this.hidden);
    const groups: string[][] = [];
    const together = this.together();
    for (const first of this.hidden) {
      if (!left.delete(first)) continue;
      const group = [first];
      for (const id of group)
        for (const other of together(id)) if (left.delete(other)) group.push(other);
      groups.push(group);
    }
    return groups;
  }

  private together(): (id: string) => Iterable<string> {
    const walked = new Set<readonly string[]>();
    const ways = new Map<string, (readonly string[])[]>();
    const inPlaces = new Map<string, string[]>();
    for (const id of this.hidden)
      for (const place of this.figure(id).places ?? []) add(inPlaces, place, id);
    const lines = this.lines.map((line) => figureIdsIn(line));
    for (const way of [...lines, ...inPlaces.values()]) for (const id of way) add(ways, id, way);
    return function* (id) {
      for (const way of ways.get(id) ?? []) {
        if (walked.has(way)) continue;
        walked.add(way);
        yield* way;
      }
    };
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
