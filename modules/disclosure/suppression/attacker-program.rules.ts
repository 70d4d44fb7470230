/**
 * Protection intervals of suppressed figures, by the attacker program. Hidden figures are unknowns of a linear program whose rows are the sums that
 * are published. Two tables that agree with everything published and differ in one cell by so much are the proof
 * that this cell can be anything between; where there is no such pair, the cheapest one shows which further cells
 * have to be hidden so that there is.
 */
import type { Highs, Model } from 'highs';

export interface UnknownCell {
  readonly id: string;
  readonly value: number;
  /** Known whatever is hidden: shown to the same readers before. */
  readonly fixed: boolean;
  /** Upper bound known to readers from a suppression mark. */
  readonly most?: number;
  /** Known to be no less than this. */
  readonly least?: number;
  /** Information lost if this figure is suppressed (objective weight). */
  readonly cost: number;
}

export interface SumRelation {
  readonly total: string;
  readonly parts: readonly string[];
  /** Subtracted from the sum of the parts: people counted in several of them. */
  readonly less?: readonly string[];
  /**
   * Relation of the total to its parts. `least`: total ≥ each part (people of a quarter are among those of the year);
   * `most`: total ≤ sum of the parts; without a bound: total = sum.
   */
  readonly bound?: 'least' | 'most';
  /** Coefficients of the parts, 1 by default. */
  readonly times?: number;
}

export const figureIdsIn = ({ total, parts, less = [] }: SumRelation): string[] => [
  total,
  ...parts,
  ...less,
];

/**
 * Why a linear program was not answered: it needed more than its steps, or the solver ended without a status twice.
 * Whatever hangs together with the figure has to be withheld.
 */
export type SolverFailureReason = 'steps' | 'solver';

export class SolverFailure extends Error {
  constructor(readonly reason: SolverFailureReason) {
    super(`the linear program was not answered: ${reason}`);
  }
}

/** Step limit of one linear program. Steps and not time, so that the same table always gets the same suppression. */
const STEPS = 50_000;
const NOTHING = 1e-6;
/** A cell that is hidden already costs almost nothing: of equal tables the one without detours. */
const HIDDEN_COST = 1e-4;

const QUIET = { output_flag: false, solver: 'simplex' } as const;
/** How a question that got no status is asked again. */
const RETRY_OPTIONS = [
  { presolve: 'on', simplex_scale_strategy: 0 },
  { presolve: 'off', simplex_scale_strategy: 4 },
] as const;
type SolverResult = ArrayLike<number> | 'infeasible' | 'no status';

/** The moves of one figure: more and less in the first table, more and less in the second. */
const SIGNS = [1, -1, 1, -1] as const;
/** The first table has more of the figure that is asked about, the second less. */
const APART = [1, -1, -1, 1] as const;
const MOVES = SIGNS.length;

/** A row of a union is no more than the total, and all of them are no less. */
const UNION_LINES = 2;

export class AttackerProgram {
  private readonly place: ReadonlyMap<string, number>;
  private readonly low: number[];
  private readonly high: number[];
  /** Number of constraints in which each figure occurs. */
  private readonly lines = new Map<string, number>();
  private readonly priced = new Set<string>();
  private readonly model: Model;

  /** Connected figures that are not fixed; `hidden` may grow between two calls. */
  constructor(
    private readonly highs: Highs,
    private readonly unknowns: readonly UnknownCell[],
    private readonly relations: readonly SumRelation[],
    private readonly hidden: ReadonlySet<string>,
    private readonly valueOf: (id: string) => number,
    private readonly steps = STEPS,
  ) {
    this.place = new Map(unknowns.map(({ id }, index) => [id, index]));
    for (const relation of relations)
      for (const id of figureIdsIn(relation)) this.lines.set(id, (this.lines.get(id) ?? 0) + 1);
    this.low = unknowns.map(({ value }) => value);
    this.high = unknowns.map(({ value }) => value);
    this.model = highs.createModel(this.program());
    this.model.options.set({ ...QUIET, presolve: 'off', simplex_iteration_limit: steps });
  }

  dispose(): void {
    this.model.dispose();
  }

  /** How far apart two possible values of the figure are, as far as was proven. */
  intervalWidth(id: string): number {
    const at = this.place.get(id)!;
    return this.high[at]! - this.low[at]!;
  }

  /**
   * Lists are seen without asking: in a line whose other cells are nowhere else, each hidden one can have what all of
   * them have together, and anything at all where nothing else holds the total.
   */
  boundWithoutSolver(): void {
    for (const { total, parts, less, bound } of this.relations) {
      if (less || bound) continue;
      const loose = parts.filter((id) => this.isLoose(id));
      const isOpen = this.isLoose(total);
      const sum = loose.reduce((so_far, id) => so_far + this.valueOf(id), 0);
      if (!isOpen && loose.length < 2) continue;
      for (const id of loose) this.extendInterval(id, 0, isOpen ? Infinity : sum);
      if (isOpen && loose.length > 0) this.extendInterval(total, this.valueOf(total), Infinity);
    }
    this.boundUnions();
    this.boundRolledUpRows();
  }

  /**
   * Bounds for rolled-up rows. They occur only in the constraint of their sum, and any division of it within their
   * bounds is possible.
   */
  private boundRolledUpRows(): void {
    for (const { total, parts, less, bound } of this.relations) {
      const free = parts.map((id) => this.rolledUpPart(id));
      if (less || bound || !free.every((part) => part !== null)) continue;
      const all = free.reduce((sum, { most }) => sum + most, 0);
      const [low, high] = this.intervalOf(total);
      for (const { id, most } of free)
        this.extendInterval(id, Math.max(0, low - (all - most)), Math.min(most, high));
    }
  }

  /** Null if the figure occurs in another constraint too, or has no upper bound. */
  private rolledUpPart(id: string): { readonly id: string; readonly most: number } | null {
    const at = this.place.get(id);
    if (at === undefined || !this.hidden.has(id) || this.lines.get(id) !== 1) return null;
    const { most, least = 0 } = this.unknowns[at]!;
    return most === undefined || least > 0 ? null : { id, most };
  }

  private intervalOf(id: string): readonly [low: number, high: number] {
    const at = this.place.get(id);
    const value = this.valueOf(id);
    return at === undefined ? [value, value] : [this.low[at]!, this.high[at]!];
  }

  /**
   * Bounds for rows of a total that counts each person once: with two hidden rows, each can be anything from zero to
   * all of them.
   */
  private boundUnions(): void {
    for (const { total, parts, bound } of this.relations) {
      if (bound !== 'most') continue;
      const loose = parts.filter((id) => this.isLoose(id, UNION_LINES));
      if (loose.length < 2) continue;
      for (const id of loose) {
        const top = this.roomFor(id, total);
        if (top !== null && this.valueOf(id) <= top) this.extendInterval(id, 0, top);
      }
    }
  }

  /** Maximum for a row (such as "not known") whose people are in no other row of the total. */
  private roomFor(id: string, total: string): number | null {
    const own = this.relations.find(
      (one) => one.bound === 'least' && one.total === total && one.parts.includes(id),
    );
    if (!own || own.less) return null;
    const beside = own.parts.filter((part) => part !== id);
    return beside.reduce((left, part) => left - this.valueOf(part), this.valueOf(total));
  }

  /** Hidden, in one line and no other, and free to be nothing. */
  private isLoose(id: string, lines = 1): boolean {
    const at = this.place.get(id);
    if (at === undefined || !this.hidden.has(id)) return false;
    const { most, least = 0 } = this.unknowns[at]!;
    if (most !== undefined || least > 0) return false;
    return this.lines.get(id) === lines && this.valueOf(id) >= 0;
  }

  private extendInterval(id: string, low: number, high: number): void {
    const at = this.place.get(id)!;
    this.low[at] = Math.min(this.low[at]!, low);
    this.high[at] = Math.max(this.high[at]!, high);
  }

  /**
   * Additional cells to suppress so that the possible values of the figure span at least `width`; null if no choice
   * suffices, because readers know too much of it.
   */
  findComplementaryCells(id: string, width: number): string[] | null {
    this.discountHiddenCells();
    const at = this.place.get(id)!;
    this.setTarget(this.model, at, APART, width);
    const first = this.solve(this.model);
    this.setTarget(this.model, at, [0, 0, 0, 0], -this.highs.infinity);
    const moves = first === 'no status' ? this.solveAfresh(at, width) : first;
    return moves === 'infeasible' ? null : this.readSolution(moves);
  }

  /** The moves of the optimum; some small ordinary programs end without a status, which is no lack of steps. */
  private solve(model: Model): SolverResult {
    model.run();
    const { optimal, infeasible, iterationLimit } = this.highs.constants.modelStatus;
    const status = model.getModelStatus();
    if (status === infeasible) return 'infeasible';
    if (status === optimal) return model.getSolution().colValue;
    if (status === iterationLimit) throw new SolverFailure('steps');
    return 'no status';
  }

  /** Solves with a new model, without the basis of earlier solutions, with other presolve and scaling options. */
  private solveAfresh(at: number, width: number): Exclude<SolverResult, 'no status'> {
    for (const options of RETRY_OPTIONS) {
      const model = this.highs.createModel(this.program());
      try {
        model.options.set({ ...QUIET, ...options, simplex_iteration_limit: this.steps });
        for (const id of this.priced) this.makeCheap(model, this.place.get(id)!);
        this.setTarget(model, at, APART, width);
        const answer = this.solve(model);
        if (answer !== 'no status') return answer;
      } finally {
        model.dispose();
      }
    }
    throw new SolverFailure('solver');
  }

  private program() {
    const numCols = MOVES * this.unknowns.length;
    const rows = [0, 2].flatMap((table) =>
      this.relations.map((relation) => ({ ...this.sums(relation, table), ...relation })),
    );
    const asked = Array.from({ length: numCols }, (_, column) => [column, 0] as const);
    const entries = [...rows.map(({ terms }) => [...terms]), asked];
    const starts = [0];
    for (const row of entries) starts.push(starts.at(-1)! + row.length);
    const numRows = entries.length;
    const { infinity, constants } = this.highs;
    return {
      numCols,
      numRows,
      sense: constants.objectiveSense.minimize,
      colCost: this.unknowns.flatMap(({ cost }) => SIGNS.map(() => cost)),
      colLower: Array.from({ length: numCols }, () => 0),
      colUpper: this.unknowns.flatMap((unknown) => this.limits(unknown)),
      rowLower: [
        ...rows.map(({ bound, slack }) => (bound === 'most' ? -infinity : -slack)),
        -infinity,
      ],
      rowUpper: [
        ...rows.map(({ bound, slack }) => (bound === 'least' ? infinity : -slack)),
        infinity,
      ],
      matrix: {
        format: 'csr' as const,
        numRows,
        numCols,
        starts,
        indices: entries.flatMap((row) => row.map(([column]) => column)),
        values: entries.flatMap((row) => row.map(([, times]) => times)),
      },
    };
  }

  /** total - parts, in the moves of one table; and what that is today, where it may be something else. */
  private sums({ total, parts, less = [], bound, times: each = 1 }: SumRelation, table: number) {
    const terms = new Map<number, number>();
    const add = (id: string, times: number) => {
      const at = this.place.get(id);
      if (at === undefined) return;
      for (const move of [table, table + 1]) {
        const column = MOVES * at + move;
        terms.set(column, (terms.get(column) ?? 0) + times * SIGNS[move]!);
      }
    };
    add(total, 1);
    for (const part of parts) add(part, -each);
    for (const part of less) add(part, 1);
    const slack = bound
      ? parts.reduce((left, id) => left - each * this.valueOf(id), this.valueOf(total))
      : 0;
    return { terms, slack };
  }

  /** A count is never less than nothing, and every reader knows it. */
  private limits({ value, most, least = 0 }: UnknownCell): number[] {
    const { infinity } = this.highs;
    const up = most === undefined ? infinity : most - value;
    const down = value < 0 ? infinity : value - Math.min(least, value);
    return SIGNS.map((sign) => (sign === 1 ? up : down));
  }

  private discountHiddenCells(): void {
    for (const id of this.hidden) {
      const at = this.place.get(id);
      if (at === undefined || this.priced.has(id)) continue;
      this.priced.add(id);
      this.makeCheap(this.model, at);
    }
  }

  private makeCheap(model: Model, at: number): void {
    for (let move = 0; move < MOVES; move += 1) model.changeColCost(MOVES * at + move, HIDDEN_COST);
  }

  private setTarget(model: Model, at: number, apart: readonly number[], width: number): void {
    const row = 2 * this.relations.length;
    apart.forEach((times, move) => model.changeCoefficient(row, MOVES * at + move, times));
    model.changeRowBounds(row, width, this.highs.infinity);
  }

  private readSolution(moves: ArrayLike<number>): string[] {
    const further: string[] = [];
    this.unknowns.forEach(({ id, value }, at) => {
      const [more, less, moreToo, lessToo] = SIGNS.map((_, move) => moves[MOVES * at + move]!);
      const tables = [value + more! - less!, value + moreToo! - lessToo!];
      this.low[at] = Math.min(this.low[at]!, ...tables);
      this.high[at] = Math.max(this.high[at]!, ...tables);
      const moved = tables.some((one) => Math.abs(one - value) > NOTHING);
      if (moved && !this.hidden.has(id)) further.push(id);
    });
    return further;
  }
}

/** Figures that no sum ties together are asked about apart; what is fixed ties nothing. */
export function connectedGroups(
  all: readonly UnknownCell[],
  relations: readonly SumRelation[],
): { readonly figures: UnknownCell[]; readonly relations: SumRelation[] }[] {
  const head = new Map(all.filter(({ fixed }) => !fixed).map(({ id }) => [id, id]));
  const of = (id: string): string => {
    let first = id;
    while (head.get(first) !== first) first = head.get(first)!;
    head.set(id, first);
    return first;
  };
  const open = (relation: SumRelation) => figureIdsIn(relation).filter((id) => head.has(id));
  for (const relation of relations) {
    const [first, ...others] = open(relation);
    for (const other of others) head.set(of(other), of(first!));
  }
  const groups = new Map<string, { figures: UnknownCell[]; relations: SumRelation[] }>();
  for (const figure of all) {
    if (figure.fixed) continue;
    const key = of(figure.id);
    if (!groups.has(key)) groups.set(key, { figures: [], relations: [] });
    groups.get(key)!.figures.push(figure);
  }
  for (const relation of relations) {
    const [first] = open(relation);
    if (first !== undefined) groups.get(of(first))!.relations.push(relation);
  }
  return [...groups.values()].filter((group) => group.relations.length > 0);
}
