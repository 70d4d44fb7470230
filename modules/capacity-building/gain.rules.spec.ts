import { type Gain, gainOf, type Scores } from './gain.rules';

const took = (before: number | null, after: number | null): Scores => ({ before, after });
const nothing: Gain = {
  tested: 0,
  both: 0,
  meanBefore: null,
  meanAfter: null,
  mean: null,
  normalised: null,
  normalisedOf: 0,
  knewAll: 0,
  worse: 0,
};

describe('what was learnt', () => {
  it('is nothing to say where nobody took a test', () => {
    expect(gainOf([])).toEqual(nothing);
    expect(gainOf([took(null, null)])).toEqual(nothing);
  });

  it('is not said of whoever took one of the two tests', () => {
    expect(gainOf([took(40, null), took(null, 90)])).toEqual({ ...nothing, tested: 2 });
  });

  it('is the mean of the differences of those who took both', () => {
    // 40 → 70 and 50 → 90: 30 and 40 points; 30 of 60 and 40 of 50 that were left, 50 % and 80 %.
    expect(gainOf([took(40, 70), took(50, 90), took(10, null)])).toEqual({
      tested: 3,
      both: 2,
      meanBefore: 45,
      meanAfter: 80,
      mean: 35,
      normalised: 65,
      normalisedOf: 2,
      knewAll: 0,
      worse: 0,
    });
  });

  it('is negative for whoever got worse, and says how many', () => {
    // 80 → 70: −10 points, −10 of 20; 60 → 80: 20 points, 20 of 40. Means 5 and 0.
    expect(gainOf([took(80, 70), took(60, 80)])).toMatchObject({
      mean: 5,
      normalised: 0,
      normalisedOf: 2,
      worse: 1,
    });
  });

  it('has no normalised gain for whoever knew everything before', () => {
    expect(gainOf([took(100, 100)])).toEqual({
      tested: 1,
      both: 1,
      meanBefore: 100,
      meanAfter: 100,
      mean: 0,
      normalised: null,
      normalisedOf: 0,
      knewAll: 1,
      worse: 0,
    });
    // Who lost something of it is worse, and still has no normalised gain; the other one has 20 of 40.
    expect(gainOf([took(100, 90), took(60, 80)])).toEqual({
      tested: 2,
      both: 2,
      meanBefore: 80,
      meanAfter: 85,
      mean: 5,
      normalised: 50,
      normalisedOf: 1,
      knewAll: 1,
      worse: 1,
    });
  });

  it('counts a score of nothing as a score', () => {
    expect(gainOf([took(0, 0), took(0, 100)])).toMatchObject({
      both: 2,
      mean: 50,
      normalised: 50,
      normalisedOf: 2,
      knewAll: 0,
      worse: 0,
    });
  });

  it('is rounded to a tenth, a loss as a gain', () => {
    // 1, 0 and 0 points: a third. 1 of 50, 0 and 0: 2 % over three.
    expect(gainOf([took(50, 51), took(50, 50), took(50, 50)])).toMatchObject({
      mean: 0.3,
      normalised: 0.7,
    });
    expect(gainOf([took(50, 49), took(50, 50), took(50, 50)])).toMatchObject({
      mean: -0.3,
      normalised: -0.7,
      worse: 1,
    });
    expect(gainOf([took(50, 50.05), took(50, 50.05)]).mean).toBe(0.1);
    expect(gainOf([took(50.05, 50), took(50.05, 50)]).mean).toBe(-0.1);
  });

  it('reads points with decimals', () => {
    // 33,5 → 66,75: 33,25 of 66,5 that were left, a half.
    expect(gainOf([took(33.5, 66.75)])).toMatchObject({ mean: 33.3, normalised: 50 });
  });
});
