/** Whether a mark that says "fewer than" tells no more than it says, once a reader has done the sums. */
import type { Highs } from 'highs';
import type { Relation } from './doubt';

export interface Marked {
  readonly id: string;
  readonly value: number;
  /** Said to be fewer than the threshold; the others are only hidden. */
  readonly small: boolean;
}

const CLOSE = 1e-6;

/**
 * With every small figure known to be from 0 to `most`, can each of them still be 0 and still be `most`? `values` are
 * those of all figures that the relations name; what is not among `marked` is shown.
 */
export function reachBothEnds(
  highs: Highs,
  marked: readonly Marked[],
  relations: readonly Relation[],
  values: (id: string) => number,
  most: number,
): boolean {
  const place = new Map(marked.map(({ id }, index) => [id, index]));
  const rows = relations
    .map(({ total, parts, less = [], bound }) => {
      const terms = new Map<number, number>();
      let known = 0;
      const add = (id: string, times: number) => {
        const at = place.get(id);
        if (at === undefined) known += times * values(id);
        else terms.set(at, (terms.get(at) ?? 0) + times);
      };
      add(total, 1);
      for (const part of parts) add(part, -1);
      for (const part of less) add(part, 1);
      return { terms: [...terms], known, bound };
    })
    .filter(({ terms }) => terms.length > 0);
  if (rows.length === 0) return true;
  const starts = [0];
  for (const { terms } of rows) starts.push(starts.at(-1)! + terms.length);
  const { infinity, constants } = highs;
  const numCols = marked.length;
  const numRows = rows.length;
  return highs.withModel(
    {
      ...{ numCols, numRows, sense: constants.objectiveSense.minimize },
      colCost: marked.map(() => 0),
      colLower: marked.map(({ small, value }) => (small || value >= 0 ? 0 : -infinity)),
      colUpper: marked.map(({ small }) => (small ? most : infinity)),
      rowLower: rows.map(({ known, bound }) => (bound === 'most' ? -infinity : 0 - known)),
      rowUpper: rows.map(({ known, bound }) => (bound === 'least' ? infinity : 0 - known)),
      matrix: {
        ...{ format: 'csr' as const, numRows, numCols, starts },
        indices: rows.flatMap(({ terms }) => terms.map(([column]) => column)),
        values: rows.flatMap(({ terms }) => terms.map(([, times]) => times)),
      },
    },
    (model) => {
      model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex' });
      const ends = [
        { cost: 1, end: 0 },
        { cost: -1, end: most },
      ];
      return ends.every(({ cost, end }) => {
        const open = new Set(marked.flatMap(({ small }, at) => (small ? [at] : [])));
        /** Those that reach the end, when these are asked to go there together. */
        const reached = (asked: readonly number[]): number[] => {
          for (const at of asked) model.changeColCost(at, cost);
          model.run();
          // A model that is changed has forgotten its answer.
          const isAnswer = model.getModelStatus() === constants.modelStatus.optimal;
          const { colValue } = model.getSolution();
          for (const at of asked) model.changeColCost(at, 0);
          return isAnswer ? [...open].filter((at) => Math.abs(colValue[at]! - end) <= CLOSE) : [];
        };
        while (open.size > 0) {
          const [first] = [...open];
          let there = reached([...open]);
          if (there.length === 0) there = reached([first!]);
          if (there.length === 0) return false;
          for (const at of there) open.delete(at);
        }
        return true;
      });
    },
  );
}
