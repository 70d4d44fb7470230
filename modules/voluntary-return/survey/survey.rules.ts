/**
 * The scores of the reintegration survey (docs/voluntary-return.md). An answer is worth 0 to 1; a score is the
 * weighted mean of what was answered. A question that was not answered, or does not apply, is left out and the
 * weights of the others are rescaled to one. A dimension without an answer has no score, and without one of
 * them there is no composite. To six decimals, half up.
 */
import { Decimal } from 'decimal.js';
import { DIMENSIONS, type Dimension } from '../../../migrations/data/survey';

export { DIMENSIONS, type Dimension };

/** Answers without a score; they do not count as bad ones. */
export const UNSCORED_ANSWERS = ['no_answer', 'not_applicable'] as const;

export interface WeightedQuestion {
  readonly code: string;
  readonly dimension: Dimension;
  /** Decimal text: in the score of its dimension, and in the composite. */
  readonly own: string;
  readonly composite: string;
}

/** Decimal text from 0 to 1. */
export type Scores = Readonly<Record<Dimension | 'composite', string | null>> & {
  readonly answered: number;
};

/** `values`: what each question that was answered is worth. */
export function scoresOf(
  questions: readonly WeightedQuestion[],
  values: ReadonlyMap<string, number>,
): Scores {
  const answered = questions.filter(({ code }) => values.has(code));
  const mean = (of: readonly WeightedQuestion[], weight: 'own' | 'composite'): string | null => {
    const total = Decimal.sum(0, ...of.map((one) => one[weight]));
    if (total.isZero()) return null;
    const reached = Decimal.sum(
      0,
      ...of.map((one) => new Decimal(one[weight]).times(values.get(one.code)!)),
    );
    return reached.dividedBy(total).toFixed(6, Decimal.ROUND_HALF_UP);
  };
  const [economic, social, psychosocial] = DIMENSIONS.map((dimension) =>
    mean(
      answered.filter((one) => one.dimension === dimension),
      'own',
    ),
  );
  const whole = economic !== null && social !== null && psychosocial !== null;
  return {
    economic: economic!,
    social: social!,
    psychosocial: psychosocial!,
    composite: whole ? mean(answered, 'composite') : null,
    answered: answered.length,
  };
}

export type Band = 'high_need' | 'medium_need' | 'low_need';
export interface Bands {
  /** Up to this score the need is high. */
  readonly high: number;
  /** Above this one it is low. */
  readonly low: number;
}

export const bandOf = (score: string, { high, low }: Bands): Band =>
  new Decimal(score).lessThanOrEqualTo(high)
    ? 'high_need'
    : new Decimal(score).greaterThan(low)
      ? 'low_need'
      : 'medium_need';

export interface WeightRow {
  readonly code: string;
  readonly own: number;
  readonly composite: number;
}
export interface WeightError {
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** How far from one a sum may lie: what six decimals of thirds and ninths lose. */
const ROUNDING = new Decimal('0.0005');

/** Why a table of weights cannot count; null where it can. The database holds the same. */
export function findWeightError(
  scored: readonly { readonly code: string; readonly dimension: Dimension }[],
  rows: readonly WeightRow[],
): WeightError | null {
  const given = new Set(rows.map(({ code }) => code));
  const missing = scored.filter(({ code }) => !given.has(code)).map(({ code }) => code);
  if (missing.length > 0) {
    return { code: 'returns.weights_missing', params: { codes: missing.join(', ') } };
  }
  const unknown = rows.filter(({ code }) => scored.every((one) => one.code !== code));
  if (unknown.length > 0) {
    return {
      code: 'returns.weights_unknown',
      params: { codes: unknown.map(({ code }) => code).join(', ') },
    };
  }
  if (given.size < rows.length) return { code: 'returns.weights_twice', params: {} };
  for (const of of [...DIMENSIONS, 'composite'] as const) {
    const some = rows.filter(
      ({ code }) => of === 'composite' || scored.find((one) => one.code === code)!.dimension === of,
    );
    const total = Decimal.sum(
      0,
      ...some.map((one) => (of === 'composite' ? one.composite : one.own)),
    );
    if (total.minus(1).abs().greaterThan(ROUNDING)) {
      return { code: `returns.weights_sum_${of}`, params: { total: total.toFixed(6) } };
    }
  }
  return null;
}
