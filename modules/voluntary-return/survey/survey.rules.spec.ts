import { equalWeights, SURVEY_QUESTIONS } from '../../../migrations/data/survey';
import { bandOf, scoresOf, type WeightedQuestion, findWeightError } from './survey.rules';

/** Six questions, two a dimension; the weights are made up and not equal. */
const SIX: WeightedQuestion[] = [
  { code: 'e1', dimension: 'economic', own: '0.75', composite: '0.30' },
  { code: 'e2', dimension: 'economic', own: '0.25', composite: '0.10' },
  { code: 's1', dimension: 'social', own: '0.50', composite: '0.20' },
  { code: 's2', dimension: 'social', own: '0.50', composite: '0.10' },
  { code: 'p1', dimension: 'psychosocial', own: '0.60', composite: '0.20' },
  { code: 'p2', dimension: 'psychosocial', own: '0.40', composite: '0.10' },
];
const scored = (values: Record<string, number>) => scoresOf(SIX, new Map(Object.entries(values)));

describe('the scores of a survey', () => {
  it('everything at its best is one, everything at its worst is nought', () => {
    expect(scored({ e1: 1, e2: 1, s1: 1, s2: 1, p1: 1, p2: 1 })).toEqual({
      economic: '1.000000',
      social: '1.000000',
      psychosocial: '1.000000',
      composite: '1.000000',
      answered: 6,
    });
    expect(scored({ e1: 0, e2: 0, s1: 0, s2: 0, p1: 0, p2: 0 })).toEqual({
      economic: '0.000000',
      social: '0.000000',
      psychosocial: '0.000000',
      composite: '0.000000',
      answered: 6,
    });
  });

  it('weighs each answer: three quarters of half and a quarter of one are five eighths', () => {
    // economic 0.75×0.5 + 0.25×1 = 0.625; social 0.5×0.25 + 0.5×0.75 = 0.5; psychosocial 0.6×1 + 0.4×0 = 0.6
    // composite 0.3×0.5 + 0.1×1 + 0.2×0.25 + 0.1×0.75 + 0.2×1 + 0.1×0 = 0.15+0.1+0.05+0.075+0.2 = 0.575
    expect(scored({ e1: 0.5, e2: 1, s1: 0.25, s2: 0.75, p1: 1, p2: 0 })).toEqual({
      economic: '0.625000',
      social: '0.500000',
      psychosocial: '0.600000',
      composite: '0.575000',
      answered: 6,
    });
  });

  it('an answer that is missing counts as none: the other weights stand for the whole', () => {
    // psychosocial: p1 alone, 0.6×0.5 / 0.6 = 0.5
    // composite without p2: (0.3 + 0.1 + 0.2 + 0.1 + 0.2×0.5) / 0.9 = 0.8 / 0.9 = 0.888889
    expect(scored({ e1: 1, e2: 1, s1: 1, s2: 1, p1: 0.5 })).toEqual({
      economic: '1.000000',
      social: '1.000000',
      psychosocial: '0.500000',
      composite: '0.888889',
      answered: 5,
    });
  });

  it('a question that does not apply is left out in the same way, not counted as a bad answer', () => {
    // social: s2 alone, 0.5×0.75/0.5 = 0.75; composite (0.3+0.1+0.1×0.75+0.2+0.1)/0.8 = 0.775/0.8 = 0.968750
    expect(scored({ e1: 1, e2: 1, s2: 0.75, p1: 1, p2: 1 })).toMatchObject({
      social: '0.750000',
      composite: '0.968750',
    });
  });

  it('a dimension of which nothing is known has no score, and then there is no composite', () => {
    expect(scored({ e1: 1, e2: 0, p1: 0.5, p2: 0.5 })).toEqual({
      economic: '0.750000',
      social: null,
      psychosocial: '0.500000',
      composite: null,
      answered: 4,
    });
    expect(scored({})).toEqual({
      economic: null,
      social: null,
      psychosocial: null,
      composite: null,
      answered: 0,
    });
  });

  it('other weights make another score of the same answers', () => {
    const other = SIX.map((one) => ({ ...one, own: '0.5' }));
    expect(
      scoresOf(
        other,
        new Map([
          ['e1', 0.5],
          ['e2', 1],
        ]),
      ).economic,
    ).toBe('0.750000');
    expect(scored({ e1: 0.5, e2: 1 }).economic).toBe('0.625000');
  });

  it('triage: up to 0.33 the need is high, above 0.66 it is low', () => {
    const bands = { high: 0.33, low: 0.66 };
    const all = ['0.330000', '0.330001', '0.660000', '0.660001'].map((one) => bandOf(one, bands));
    expect(all).toEqual(['high_need', 'medium_need', 'medium_need', 'low_need']);
  });
});

describe('a table of weights', () => {
  const three = [
    { code: 'e1', dimension: 'economic' as const },
    { code: 's1', dimension: 'social' as const },
    { code: 'p1', dimension: 'psychosocial' as const },
  ];
  const rows = (composites: number[], own = 1) =>
    three.map(({ code }, at) => ({ code, own, composite: composites[at]! }));

  it('counts where each dimension and the whole sum to one, within half a thousandth', () => {
    expect(findWeightError(three, rows([0.3333, 0.3333, 0.3333]))).toBeNull();
    expect(findWeightError(three, rows([0.333, 0.333, 0.333]))).toEqual({
      code: 'returns.weights_sum_composite',
      params: { total: '0.999000' },
    });
    expect(findWeightError(three, rows([0.5, 0.25, 0.25], 0.9))).toEqual({
      code: 'returns.weights_sum_economic',
      params: { total: '0.900000' },
    });
  });

  it('names the questions that lack a weight, and those nobody scores', () => {
    expect(findWeightError(three, rows([0.5, 0.25, 0.25]).slice(0, 2))).toEqual({
      code: 'returns.weights_missing',
      params: { codes: 'p1' },
    });
    const more = [...rows([0.5, 0.25, 0.25]), { code: 'x', own: 0, composite: 0 }];
    expect(findWeightError(three, more)).toEqual({
      code: 'returns.weights_unknown',
      params: { codes: 'x' },
    });
    expect(findWeightError(three, [...rows([0.5, 0.25, 0.25]), ...rows([0, 0, 0], 0)])).toEqual({
      code: 'returns.weights_twice',
      params: {},
    });
  });
});

describe('the first edition', () => {
  it('asks 28 scored questions, eight, eleven and nine, and says its weights are equal', () => {
    const of = (dimension: string) =>
      SURVEY_QUESTIONS.filter((one) => one.scored && one.dimension === dimension).length;
    expect(['economic', 'social', 'psychosocial'].map(of)).toEqual([8, 11, 9]);
    const rows = equalWeights().map((one) => ({
      code: one.code,
      own: Number(one.own),
      composite: Number(one.composite),
    }));
    expect(
      findWeightError(
        SURVEY_QUESTIONS.filter((one) => one.scored),
        rows,
      ),
    ).toBeNull();
    const weights = new Map(equalWeights().map((one) => [one.code, one]));
    expect(weights.get('works')).toMatchObject({ own: '0.125000', composite: '0.041667' });
    expect(weights.get('water')).toMatchObject({ own: '0.090909', composite: '0.030303' });
    expect(weights.get('safety')).toMatchObject({ own: '0.111111', composite: '0.037037' });
  });

  it('the best answer of every scored question is worth one and the worst nought', () => {
    for (const { answers } of SURVEY_QUESTIONS.filter((one) => one.scored)) {
      const values = answers.map(({ value }) => value!);
      expect([Math.max(...values), Math.min(...values)]).toEqual([1, 0]);
    }
  });
});
