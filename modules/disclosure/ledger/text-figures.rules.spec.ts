import { dropTextFigures } from './text-figures.rules';

describe('a release of before words were left out of the figures', () => {
  const figure = (id: string, value: number | null) => ({
    id,
    value: value as number,
    kind: 'count' as const,
    mark: null,
  });

  it('loses the words, which were kept as null, and every sum that names one', () => {
    const released = [
      figure('t/a/people', 7),
      figure('t/b/people', 5),
      figure('t/a/standing', null),
    ];
    const sum = { total: 't/total/people', parts: ['t/a/people', 't/a/standing'] };
    expect(dropTextFigures({ released, lines: [sum] })).toEqual({
      released: [figure('t/a/people', 7), figure('t/b/people', 5)],
      lines: [],
    });
  });

  it('stays as it is where every figure is a number', () => {
    const release = { released: [figure('t/a/people', 7)], lines: [] };
    expect(dropTextFigures(release)).toBe(release);
  });
});
