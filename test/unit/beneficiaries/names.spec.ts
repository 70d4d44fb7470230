import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../modules/platform/config/root';
import { FOREIGN, MOROCCAN } from '../../../src/demo/synthetic-people/invented-names.data';
import { normaliseName } from '../../../modules/beneficiaries/name-letters.rules';
import { matches, searchKeys } from '../../../modules/beneficiaries/name.rules';

const pairs = readFileSync(join(ROOT, 'test/fixtures/names/pairs.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([a, b, same]) => ({ a: a!, b: b!, same: same === '1' }));
const either = (a: string, b: string) => matches(a, [b]).matched || matches(b, [a]).matched;

describe('finding a person by name', () => {
  it('meets at least 95 % of the spellings of one name, and 90 % of what it meets is right', () => {
    const missed = pairs.filter(({ a, b, same }) => same && !either(a, b));
    const wrong = pairs.filter(({ a, b, same }) => !same && matches(a, [b]).matched);
    const same = pairs.filter((pair) => pair.same).length;
    const met = same - missed.length;
    expect(met / same).toBeGreaterThanOrEqual(0.95);
    expect(met / (met + wrong.length)).toBeGreaterThanOrEqual(0.9);
  });

  it('meets the two spellings of names it was not made with, and hardly ever takes one for another', () => {
    const stocks = new Set([MOROCCAN, ...FOREIGN].map(({ names }) => names));
    const names = [...stocks].flatMap(({ female, male, family }) => [
      ...female,
      ...male,
      ...family,
    ]);
    const missed = names.filter(([latin, arabic]) => !matches(latin, [arabic]).matched);
    const wrong = names.flatMap(([latin, own]) =>
      names.filter(([, arabic]) => arabic !== own && matches(latin, [arabic]).matched),
    );
    expect(missed.length / names.length).toBeLessThanOrEqual(0.05);
    expect(wrong.length / names.length ** 2).toBeLessThan(0.001);
  });

  it.each(['Mohamed', 'Mohammed', 'Muhammad', 'Mhamed', 'MOUHAMED', 'مُحَمَّد', 'محمـد'])(
    'finds محمد when one types %s, and the other way round',
    (typed) => {
      expect(matches(typed, ['محمد']).matched).toBe(true);
      expect(matches('محمد', [typed]).matched).toBe(true);
    },
  );

  it('finds by one of several names, in any order', () => {
    const names = ['Fatoumata', 'Diallo', 'Fatou la grande'];
    expect(matches('diallo fatou', names).matched).toBe(true);
    expect(matches('Diallo', names).matched).toBe(true);
    expect(matches('Diallo Aminata', names).matched).toBe(false);
  });

  it('puts the same spelling before another one', () =>
    expect(matches('Khadija', ['Khadija']).score).toBeGreaterThan(
      matches('Khadija', ['Kadiatou']).score,
    ));

  it('answers an empty question, signs and very long text with nothing', () => {
    for (const query of ['', '   ', '…', '\ud800', '='.repeat(100_000)])
      expect(matches(query, ['Ali'])).toEqual({ matched: false, score: 0 });
    expect(matches('a'.repeat(100_000), ['Ali']).matched).toBe(false);
  });

  it('gives spellings that meet at least one key in common', () => {
    const apart = pairs
      .filter(({ a, b }) => matches(a, [b]).matched)
      .filter(({ a, b }) => !searchKeys(a).some((key) => searchKeys(b).includes(key)));
    expect(apart).toEqual([]);
  });

  it('writes letters in their plain form', () => {
    expect(normaliseName('  Fátïmà-ZAHRA  ')).toBe('fatima zahra');
    expect(normaliseName('أُمَيْمَـة')).toBe('اميمه');
    expect(normaliseName("N'Diaye")).toBe('ndiaye');
  });
});
