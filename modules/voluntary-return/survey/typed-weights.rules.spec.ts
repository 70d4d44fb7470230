import { parseWeights, formatWeights } from './typed-weights.rules';

describe('weights as typed or pasted from a sheet', () => {
  it('reads a line a question, by semicolon or tab, with a comma or a point', () => {
    expect(parseWeights('works;0,125;0.041667\n\nwater\t.090909\t0\n')).toEqual([
      { code: 'works', own: 0.125, composite: 0.041667 },
      { code: 'water', own: 0.090909, composite: 0 },
    ]);
    const row = { code: 'works', own: '0.125000', composite: '1.000000' };
    expect(parseWeights(formatWeights([row]))).toEqual([
      { code: 'works', own: 0.125, composite: 1 },
    ]);
  });

  it.each([
    'works;0.1',
    'works;0.1;0.2;0.3',
    'works;1.5;0',
    'works;-0.1;0',
    'works;0.1234567;0',
    ';0;0',
  ])('names the line that is none: %s', (line) => {
    expect(() => parseWeights(`water;0;0\n${line}`)).toThrow(
      expect.objectContaining({ code: 'returns.weights_line', params: { line: 2 }, field: 'rows' }),
    );
  });
});
