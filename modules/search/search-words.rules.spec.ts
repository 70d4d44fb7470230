import { searchWords } from './search-words.rules';

const isIn = (typed: string, ...texts: (string | null)[]) => searchWords(typed)!.isIn(...texts);

describe('the words of a search', () => {
  it.each([
    ['argane', 'Maison Argane'],
    ['ARG mais', 'Maison Argane'],
    ['evaluation', 'Évaluations'],
    ['دار', 'الدار البيضاء'],
    ['احصاء', 'إحصاءات'],
    ['t1', 'Maison Argane · Chambre 2 T1'],
  ])('%s are found in %s', (typed, text) => expect(isIn(typed, text)).toBe(true));

  it.each([
    ['gane', 'Maison Argane'],
    ['argane cedre', 'Maison Argane'],
    ['.*', 'Maison .* Argane'],
  ])('%s are not found in %s', (typed, text) =>
    expect(searchWords(typed)?.isIn(text) ?? false).toBe(false),
  );

  it('are looked for in several texts, of which some are missing', () => {
    expect(isIn('rapport trimestre', 'Rapport', null, 'troisième trimestre 2026')).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['one letter', 'a'],
    ['signs alone', '== ++'],
    ['101 letters', 'ab'.repeat(51)],
  ])('%s are no search', (_what, typed) => expect(searchWords(typed)).toBeNull());

  it('are read in a moment, however they are put together', () => {
    const began = performance.now();
    searchWords('a '.repeat(50))!.isIn('a'.repeat(50_000));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
