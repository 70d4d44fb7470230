/**
 * Learning gain from a test before and one after, each in per cent of its points. Participants who lack one of the two
 * are left out. Normalised gain: (after − before) ÷ (100 − before) per person; undefined for a person with full marks
 * before.
 */
export interface Scores {
  /** Null: not taken. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface Gain {
  /** Who took either test, and who took both. */
  readonly tested: number;
  readonly both: number;
  /** In points, to a tenth; null where nobody took both. */
  readonly meanBefore: number | null;
  readonly meanAfter: number | null;
  readonly mean: number | null;
  /** In hundredths, to a tenth; null where it is nobody's. */
  readonly normalised: number | null;
  /** Number of people in the mean: those with both tests and less than full marks before. */
  readonly normalisedOf: number;
  /** Had the whole score before, so that no normalised gain is theirs. */
  readonly knewAll: number;
  readonly worse: number;
}

export function gainOf(all: readonly Scores[]): Gain {
  const pairs = all.flatMap(({ before, after }) =>
    before === null || after === null ? [] : [{ before, after }],
  );
  const open = pairs.filter(({ before }) => before < 100);
  return {
    tested: all.filter(({ before, after }) => before !== null || after !== null).length,
    both: pairs.length,
    meanBefore: meanOf(pairs.map(({ before }) => before)),
    meanAfter: meanOf(pairs.map(({ after }) => after)),
    mean: meanOf(pairs.map(({ before, after }) => after - before)),
    normalised: meanOf(open.map(({ before, after }) => (100 * (after - before)) / (100 - before))),
    normalisedOf: open.length,
    knewAll: pairs.length - open.length,
    worse: pairs.filter(({ before, after }) => after < before).length,
  };
}

/** To a tenth, half away from zero: what is lost is rounded as what is won. */
function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const tenths = (10 * values.reduce((sum, one) => sum + one, 0)) / values.length;
  const rounded = Math.sign(tenths) * Math.round(Math.abs(tenths) + 1e-9);
  return rounded === 0 ? 0 : rounded / 10;
}
