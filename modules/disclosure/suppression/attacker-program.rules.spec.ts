import { randomTableOf } from '../../../test/unit/disclosure/ages-by-form';
import { suppress } from './suppression.rules';

const PUBLIC = { threshold: 11, zeros: 'hide' } as const;

describe('a linear program that ends without a status', () => {
  it('is asked a second time with a fresh model, and nothing is withheld', async () => {
    // The seeds are of two tables of seven ages by four forms on which the solver ended as "unknown".
    for (const seed of [2121, 2868]) {
      const { figures, lines } = randomTableOf(seed);
      const { marks, unchecked } = await suppress(figures, lines, PUBLIC);
      expect([...unchecked]).toEqual([]);
      expect(marks.size).toBeLessThan(figures.length);
    }
  });

  it('differs from one that needs more than its steps', async () => {
    const { figures, lines } = randomTableOf(1);
    const { unchecked } = await suppress(figures, lines, PUBLIC, 1);
    expect(new Set(unchecked.values())).toEqual(new Set(['steps']));
  });
});
