import { LANGUAGES } from '../platform/shared/actor';
import { isCode, labelOf, list, LIST_NAMES, listChoices } from '.';

describe('the coded lists', () => {
  it.each(LIST_NAMES)('%s has its source, its edition, and words in three languages', (name) => {
    const { source, version, items } = list(name);
    expect(source).not.toBe('');
    expect(version).not.toBe('');
    expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
    for (const language of LANGUAGES) {
      const labels = items.map((entry) => entry.labels[language]);
      expect(labels.every((label) => label.trim().length > 0)).toBe(true);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it('follow article 448-1: seven acts, nine means, eight purposes', () => {
    expect(['acts', 'means', 'purposes'].map((n) => list(n as 'acts').items.length)).toEqual([
      7, 9, 8,
    ]);
  });

  it('offer no country where nobody lives, but keep one that is written', () => {
    const offered = (stored?: string) =>
      listChoices('nationalities', 'fr', stored).map(({ value }) => value);
    expect(offered()).toHaveLength(243);
    expect(offered()).not.toContain('AQ');
    expect(offered('AQ')).toContain('AQ');
    expect(listChoices('nationalities', 'ar', ['SN', 'BV']).map(({ value }) => value)).toContain(
      'BV',
    );
    expect(labelOf('nationalities', 'AQ', 'fr')).toBe('Antarctique');
  });

  it('hold twelve regions beside "abroad" and "not known", and 249 countries', () => {
    expect(list('regions').items).toHaveLength(14);
    expect(list('nationalities').items).toHaveLength(249);
  });

  it('give the words of a code, and the code itself when it is not in the list', () => {
    expect(labelOf('nationalities', 'CI', 'fr')).toBe('Côte d’Ivoire');
    expect(labelOf('purposes', 'begging', 'ar')).toBe('التسول');
    expect(labelOf('purposes', 'retired', 'en')).toBe('retired');
    expect(isCode('regions', '13')).toBe(false);
    expect(isCode('regions', '06')).toBe(true);
  });
});
