import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERMISSIONS } from '../../modules/access/permissions.rules';
import { ROOT } from '../../modules/platform/config/root';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import { namespaces, wordsOf } from '../../modules/platform/web/i18n';

const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));

/** Comments may show a key as an example. */
const textOf = (file: string): string =>
  readFileSync(join(ROOT, file), 'utf8').replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\{\{!--[\s\S]*?--\}\}/gm,
    '',
  );

const NAMESPACE = `(?:${namespaces().join('|')})`;
/**
 * A key between quotes: 'beds:title'. In a template text it may be completed, `beds:kind.${kind}`, as
 * in (concat 'beds:kind.' kind): then its beginning must belong to some key.
 */
const KEY = new RegExp(`(['"\`])(${NAMESPACE}:[\\w.-]*)(\\1|\\$\\{)`, 'g');

interface NamedKey {
  readonly key: string;
  readonly isBeginning: boolean;
  /** Said as it stands: a group of words here would be shown as a message of the library. */
  readonly isShown: boolean;
}

/** Permissions are written alike: 'training:read'. */
const PERMISSION_NAMES = new Set<string>(PERMISSIONS);

function keysIn(text: string): NamedKey[] {
  const found = [...text.matchAll(KEY)].filter(([, , key]) => !PERMISSION_NAMES.has(key!));
  return found.map(({ 2: key, 3: end, index }) => {
    const before = text.slice(Math.max(0, index - 20), index);
    return {
      key: key!,
      isBeginning: end === '${' || /[._:-]$/.test(key!) || /concat\s+$/.test(before),
      isShown: /[{(]t\s+$|\btranslate\(\s*[\w.]+,\s*$/.test(before),
    };
  });
}

const GROUPS = new Set<string>();
const KEYS: Record<Language, ReadonlySet<string>> = {
  fr: keysOf('fr'),
  ar: keysOf('ar'),
  en: keysOf('en'),
};

/** Each key, and the one under which its plural forms are said. */
function keysOf(language: Language): Set<string> {
  const keys = new Set<string>();
  const collect = (words: object, path: string): void => {
    for (const [name, value] of Object.entries(words) as [string, unknown][]) {
      const key = `${path}${name}`;
      if (value !== null && typeof value === 'object') {
        collect(value, `${key}.`);
        GROUPS.add(key);
      }
      keys.add(key).add(key.replace(/_other$/, ''));
    }
  };
  for (const namespace of namespaces()) collect(wordsOf(language, namespace), `${namespace}:`);
  return keys;
}

const isSaid = (language: Language, { key, isBeginning, isShown }: NamedKey): boolean =>
  (KEYS[language].has(key) && !(isShown && !isBeginning && GROUPS.has(key))) ||
  (isBeginning && [...KEYS[language]].some((known) => known.startsWith(key)));

const missingIn = (file: string, text: string): string[] =>
  keysIn(text).flatMap((named) =>
    LANGUAGES.filter((language) => !isSaid(language, named)).map(
      (language) => `${language} ${named.key} (${file})`,
    ),
  );

describe('the keys of sentences that the code names', () => {
  const sources = [
    ...filesOf('src', '.ts'),
    ...filesOf('modules', '.ts'),
    ...filesOf('templates', '.hbs'),
  ];

  it('stand in the French, Arabic and English words', () => {
    const missing = sources.flatMap((file) => missingIn(file, textOf(file)));
    expect([...new Set(missing)].sort()).toEqual([]);
  });

  it('are found however they are written', () => {
    expect(
      missingIn('a.ts', `redirect('/x', { kind: 'success', key: 'common:flash.nobody' })`),
    ).toHaveLength(3);
    expect(
      missingIn('a.hbs', `{{t 'beds:no_such_title'}} {{t (concat 'beds:none.' kind)}}`),
    ).toHaveLength(6);
    expect(missingIn('a.ts', 'translate(language, `beds:none_${kind}`)')).toHaveLength(3);
    expect(missingIn('a.ts', `translate(language, 'common:flash.signed_out')`)).toEqual([]);
    expect(missingIn('a.hbs', `<h2>{{t 'common:flash'}}</h2>`)).toHaveLength(3);
    expect(missingIn('a.ts', `translate(language, 'common:flash')`)).toHaveLength(3);
    const all = sources.flatMap((file) => keysIn(textOf(file)));
    expect(all.length).toBeGreaterThan(3_000);
  });
});
