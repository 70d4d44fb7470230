import { commaOf, joinWords } from './punctuation.words';

describe('a list of words', () => {
  it('has the comma of its language', () => {
    expect(joinWords(['Lit 1', 'Lit 2', 'Lit 3'], 'fr')).toBe('Lit 1, Lit 2, Lit 3');
    expect(joinWords(['Bed 1', 'Bed 2'], 'en')).toBe('Bed 1, Bed 2');
    expect(joinWords(['سرير 1', 'سرير 2', 'سرير 3'], 'ar')).toBe('سرير 1، سرير 2، سرير 3');
    expect([commaOf('fr'), commaOf('en'), commaOf('ar')]).toEqual([', ', ', ', '، ']);
  });

  it('leaves out what is empty, and is empty where nothing is given', () => {
    expect(joinWords(['Oujda', null, '', undefined, 0], 'fr')).toBe('Oujda, 0');
    expect(joinWords([], 'ar')).toBe('');
  });
});
