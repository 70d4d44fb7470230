import { LANGUAGES, type Language } from '../shared/actor';
import { failOnMissingSentences, keyOfCode, namespaces, translate, wordsOf } from './i18n';

type Flat = Map<string, string>;
const PLURALS: Record<Language, string[]> = {
  fr: ['one', 'other'],
  en: ['one', 'other'],
  ar: ['one', 'two', 'few', 'many', 'other'],
};
const SUFFIX = /_(zero|one|two|few|many|other)$/;

function flatten(words: object, prefix = '', into: Flat = new Map()): Flat {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'object') flatten(value as object, `${prefix}${key}.`, into);
    else into.set(prefix + key, value as string);
  }
  return into;
}

/** Keys that have an `_other` form beside them are plurals; the rest stand for themselves. */
function pluralsIn(flat: Flat): Set<string> {
  const plurals = new Set<string>();
  for (const key of flat.keys()) {
    if (key.endsWith('_other')) plurals.add(key.replace(SUFFIX, ''));
  }
  return plurals;
}

function meanings(flat: Flat): string[] {
  const plurals = pluralsIn(flat);
  const base = (key: string) => key.replace(SUFFIX, '');
  return [...new Set([...flat.keys()].map((key) => (plurals.has(base(key)) ? base(key) : key)))];
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!).sort();

describe.each(namespaces())('the words of "%s"', (namespace) => {
  const files = Object.fromEntries(
    LANGUAGES.map((language) => [language, flatten(wordsOf(language, namespace))]),
  ) as Record<Language, Flat>;

  it('say the same things in French, Arabic and English', () => {
    expect(meanings(files.ar).sort()).toEqual(meanings(files.fr).sort());
    expect(meanings(files.en).sort()).toEqual(meanings(files.fr).sort());
  });

  it('are never empty', () => {
    for (const language of LANGUAGES) {
      const empty = [...files[language]].filter(([, text]) => text.trim() === '');
      expect(empty).toEqual([]);
    }
  });

  it('have each plural that their language needs', () => {
    for (const language of LANGUAGES) {
      for (const key of pluralsIn(files[language])) {
        for (const form of PLURALS[language]) {
          expect([...files[language].keys()]).toContain(`${key}_${form}`);
        }
      }
    }
  });

  it('use the same facts in each language', () => {
    for (const [key, french] of files.fr) {
      if (SUFFIX.test(key)) continue;
      expect({ key, facts: placeholders(files.ar.get(key) ?? '') }).toEqual({
        key,
        facts: placeholders(french),
      });
      expect({ key, facts: placeholders(files.en.get(key) ?? '') }).toEqual({
        key,
        facts: placeholders(french),
      });
    }
  });
});

describe('speaking', () => {
  it('counts in the six forms of Arabic', () => {
    const say = (count: number) => translate('ar', 'common:count.nights', { count });
    expect([0, 1, 2, 3, 11, 100].map(say)).toEqual([
      'لا ليلة',
      'ليلة واحدة',
      'ليلتان',
      '3 ليالٍ',
      '11 ليلة',
      '100 ليلة',
    ]);
  });

  it('counts in French, where nothing is singular', () => {
    const say = (count: number) => translate('fr', 'common:count.nights', { count });
    expect([0, 1, 2, 1250, 1_000_000].map(say)).toEqual([
      '0 nuit',
      '1 nuit',
      '2 nuits',
      '1\u00a0250 nuits',
      '1\u00a0000\u00a0000 nuits',
    ]);
  });

  it('leaves what a person typed as it is: the page escapes, not the sentence', () => {
    const said = translate('fr', 'common:errors.unknown_field', { field: '<b>&' });
    expect(said).toContain('<b>&');
  });

  it('finds the sentence of a domain error', () => {
    expect(keyOfCode('beds.taken')).toBe('beds:errors.taken');
    expect(keyOfCode('beds.room.full')).toBe('beds:errors.room.full');
    expect(translate('fr', keyOfCode('common.not_found'))).toMatch(/introuvable/);
  });

  it('answers an unknown key with the key, and stops a test', () => {
    failOnMissingSentences(false); // Another file of this worker may have asked for it.
    expect(translate('ar', 'common:flash.nobody')).toBe('common:flash.nobody');
    failOnMissingSentences();
    expect(() => translate('ar', 'common:flash.nobody')).toThrow('common:flash.nobody');
    expect(translate('ar', 'common:flash.saved')).toBe('تم الحفظ.');
  });
});
