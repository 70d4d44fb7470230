import { share, suppress } from './suppress.rules';

const parts = (counts: Record<string, number>) =>
  Object.entries(counts).map(([key, count]) => ({ key, count }));
const shown = (counts: Record<string, number>, threshold = 5) => {
  const { total, parts: rows } = suppress(parts(counts), threshold);
  return [total, Object.fromEntries(rows.map(({ key, count }) => [key, count]))];
};

describe('small numbers of complaints', () => {
  it('stay as they are where none is small', () => {
    expect(shown({ a: 5, b: 9 })).toEqual([14, { a: 5, b: 9 }]);
  });

  it('hide everything where there are hardly any', () => {
    expect(shown({ a: 3, b: 1 })).toEqual([null, { a: null, b: null }]);
    expect(shown({ a: 0, b: 0 })).toEqual([null, { a: null, b: null }]);
  });

  it('take the next smallest along, so that the total gives nothing away', () => {
    expect(shown({ a: 3, b: 8, c: 20 })).toEqual([31, { a: null, b: null, c: 20 }]);
  });

  it('do so too where what is hidden beside it is nothing at all', () => {
    // a and b are hidden; together they are 2, so a reader of the total would know a number below 5.
    expect(shown({ a: 2, b: 0, c: 7, d: 9 })).toEqual([18, { a: null, b: null, c: null, d: 9 }]);
  });

  it('are enough by themselves where together they are not small', () => {
    expect(shown({ a: 3, b: 4, c: 9 })).toEqual([16, { a: null, b: null, c: 9 }]);
  });

  it('hide a share where those in time or those late are few', () => {
    expect([share(4, 4, 5), share(18, 20, 5), share(3, 20, 5)]).toEqual([null, null, null]);
    expect([share(20, 20, 5), share(15, 20, 5), share(0, 9, 5)]).toEqual([
      { inTime: 20, all: 20 },
      { inTime: 15, all: 20 },
      { inTime: 0, all: 9 },
    ]);
  });
});
