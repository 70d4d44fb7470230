/** HiGHS: the best of a programme in whole numbers, and how good it could be at most. */
import loadHighs from 'highs';
import type { LinearProgram, Row } from './linear-program.rules';

export interface SolverResult {
  readonly values: ArrayLike<number>;
  readonly value: number;
  /** No solution is worth more. */
  readonly bound: number;
}

export interface SolverLimits {
  readonly seconds: number;
  /** Content with a solution this close to the best. */
  readonly gap: number;
}

export type Solver = (model: LinearProgram, aim: SolverLimits) => SolverResult | null;

/** Null where nothing was found in time. */
export async function openSolver(): Promise<Solver> {
  const highs = await loadHighs();
  return ({ columns, rows }, { seconds, gap }) => {
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const { terms } of rows) {
      for (const [column, times] of sumUp(terms)) {
        indices.push(column);
        values.push(times);
      }
      starts.push(indices.length);
    }
    const finite = (value: number) =>
      value === Infinity ? highs.infinity : value === -Infinity ? -highs.infinity : value;
    return highs.withModel(
      {
        numCols: columns.length,
        numRows: rows.length,
        sense: highs.constants.objectiveSense.maximize,
        colCost: columns.map(({ value }) => value),
        colLower: columns.map(() => 0),
        colUpper: columns.map(({ most }) => most),
        rowLower: rows.map(({ least }) => finite(least)),
        rowUpper: rows.map(({ most }) => finite(most)),
        matrix: {
          format: 'csr',
          numRows: rows.length,
          numCols: columns.length,
          starts,
          indices,
          values,
        },
        integrality: columns.map(() => highs.constants.variableType.integer),
      },
      (model) => {
        model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: gap });
        model.run();
        const { colValue } = model.getSolution();
        const status = Number(model.info.get('primal_solution_status'));
        if (status !== 2 || colValue.length === 0) return null;
        return {
          values: colValue,
          value: model.getObjectiveValue(),
          bound: Number(model.info.get('mip_dual_bound')),
        };
      },
    );
  };
}

function sumUp(terms: Row['terms']): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [column, times] of terms) sums.set(column, (sums.get(column) ?? 0) + times);
  return sums;
}
