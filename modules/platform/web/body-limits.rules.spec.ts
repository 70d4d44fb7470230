import { MAX_NAMES, MAX_VALUES, refuseTooMany, type SizeLimits } from './body-limits.rules';

const isRefused = (body: unknown, limits?: SizeLimits): boolean => {
  try {
    refuseTooMany(body, limits);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'too_large', code: 'common.too_large' });
    return true;
  }
};
const withNames = (count: number, name = (place: number) => `q${place}`): object =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [name(place), '1']));
const aUuid = (place: number): string =>
  `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;

describe('the size of a body', () => {
  it('allows 300 names in one object and refuses one more, at any depth', () => {
    expect(isRefused(withNames(MAX_NAMES))).toBe(false);
    expect(isRefused(withNames(MAX_NAMES + 1))).toBe(true);
    expect(isRefused({ people: [{ about: withNames(MAX_NAMES + 1) }] })).toBe(true);
  });

  it('allows 5,000 values and refuses one more, in lists and in objects', () => {
    expect(isRefused(Array.from({ length: MAX_VALUES - 1 }, () => 1))).toBe(false);
    expect(isRefused(Array.from({ length: MAX_VALUES }, () => 1))).toBe(true);
    const rows = (count: number) => Array.from({ length: count }, () => ({ a: 1, b: 2, c: 3 }));
    expect(isRefused({ rows: rows(1_249) })).toBe(false);
    expect(isRefused({ rows: rows(1_250) })).toBe(true);
  });

  it('follows the limit of a route that takes a long list of rows', () => {
    const rows = Array.from({ length: 2_000 }, () => ({ a: 1, b: 2, c: 3, d: 4 }));
    expect(isRefused({ rows })).toBe(true);
    expect(isRefused({ rows }, { values: 20_000 })).toBe(false);
  });

  it('counts the rows of a form apart from its names', () => {
    const roll = withNames(900, (place) => `marks.${place % 450}.${place < 450 ? 'id' : 'mark'}`);
    expect(isRefused(roll, { isForm: true })).toBe(false);
    expect(isRefused(roll)).toBe(true);
    const register = withNames(900, (place) => `who.${aUuid(place)}`);
    expect(isRefused(register, { isForm: true })).toBe(false);
    expect(isRefused({ inner: register }, { isForm: true })).toBe(true);
    expect(
      isRefused(
        withNames(MAX_VALUES, (place) => `a.${place % 1_000}.b${place}`),
        { isForm: true },
      ),
    ).toBe(true);
  });

  it('takes a file and an empty body as one value', () => {
    for (const body of [undefined, null, '', 0, Buffer.alloc(100_000)]) {
      expect(isRefused(body)).toBe(false);
    }
  });
});
