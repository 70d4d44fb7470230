import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { ROOT } from '../config/root';
import type { Language } from '../shared/actor';
import {
  formatDate,
  formatGigabytes,
  formatInstant,
  formatMinutes,
  formatMoney,
  formatNumber,
} from './format';
import { inEachLanguage } from '../shared/in-each-language';

export type SentenceParams = Record<string, unknown>;
type SentenceTree = { [key: string]: string | SentenceTree };

const FOLDER = join(ROOT, 'templates', 'locales');

const read = (language: Language, namespace: string): SentenceTree =>
  JSON.parse(readFileSync(join(FOLDER, language, `${namespace}.json`), 'utf8')) as SentenceTree;

/** Names of the locale files; the French folder defines them. */
export const namespaces = (): string[] =>
  readdirSync(join(FOLDER, 'fr'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();

export const wordsOf = read;

/**
 * Fills plural forms that a file omits (French for millions, Arabic for none) with the general form; otherwise i18next
 * would fall back to French.
 */
function withEachPlural(words: SentenceTree, forms: readonly string[]): SentenceTree {
  const filled: SentenceTree = { ...words };
  for (const [key, value] of Object.entries(words)) {
    const base = /^(.+)_other$/.exec(key)?.[1];
    if (typeof value !== 'string') filled[key] = withEachPlural(value, forms);
    else if (base) for (const form of forms) filled[`${base}_${form}`] ??= value;
  }
  return filled;
}

const pluralForms = (language: Language): string[] =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories;

function load() {
  const names = namespaces();
  const all = inEachLanguage((language) =>
    Object.fromEntries(
      names.map((name) => [name, withEachPlural(read(language, name), pluralForms(language))]),
    ),
  );
  const instance = i18next.createInstance();
  void instance.init({
    lng: 'fr',
    fallbackLng: 'fr',
    ns: names,
    defaultNS: 'common',
    resources: all,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  // Sentences write {{count, number}} or {{date, date}}: Latin digits and our own dates in all.
  const formatter = instance.services.formatter;
  formatter?.add('number', (value, language) => formatNumber(value, language as Language));
  formatter?.add('date', (value, language) => formatDate(value, language as Language));
  // {{left, money}} is given "1250.00 USD".
  formatter?.add('money', (value, language) => {
    const [amount, currency] = String(value).split(' ');
    return formatMoney(amount, currency, language as Language);
  });
  // {{minutes, duration}} is given whole minutes, {{bytes, gigabytes}} bytes.
  formatter?.add('duration', (value, language) =>
    formatMinutes(Number(value), language as Language),
  );
  formatter?.add('gigabytes', (value, language) =>
    formatGigabytes(Number(value), language as Language),
  );
  formatter?.add('instant', (value, language) => formatInstant(value, language as Language));
  return instance;
}

const words = load();

export const hasSentence = (key: string): boolean => words.exists(key, { lng: 'fr' });

/** The sentence for a key such as `beds:errors.taken`. An unknown key answers itself, in tests it throws. */
export function translate(language: Language, key: string, params?: SentenceParams): string {
  if (params && Object.keys(params).length > 0) return say(language, key, params);
  // Sentences without parameters are cached; a board uses them thousands of times.
  const known = sentencesOfLanguage[language].get(key);
  if (known !== undefined) return known;
  const sentence = say(language, key, {});
  if (words.exists(key, { lng: 'fr' })) sentencesOfLanguage[language].set(key, sentence);
  return sentence;
}

/** The sentence with "…" for its parameters, to search in. */
export function sentencePattern(language: Language, key: string): string {
  const sentence = say(language, key, { skipInterpolation: true, count: 2 });
  return sentence.replaceAll(/\{\{[^}]*\}\}/g, '…');
}

export type Translator = (key: string, params?: object) => string;

/** The sentences of one namespace in a reader's language. */
export const translatorOf =
  (namespace: string) =>
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `${namespace}:${key}`, { ...params });

const sentencesOfLanguage: Record<Language, Map<string, string>> = {
  fr: new Map(),
  ar: new Map(),
  en: new Map(),
};

function say(language: Language, key: string, params: SentenceParams): string {
  const sentence: unknown = words.t(key, { ...params, lng: language, defaultValue: '' });
  return typeof sentence === 'string' && sentence !== '' ? sentence : missing(key);
}

let failsOnMissing = false;

/** Text for a missing key. */
function missing(key: string): string {
  if (failsOnMissing) throw new Error(`There is no sentence "${key}"`);
  return key;
}

/** For tests: a page that names a sentence which does not exist is an error, not a page with a key on it. */
export function failOnMissingSentences(fails = true): void {
  failsOnMissing = fails;
}

/** The code of a domain error, `beds.taken`, as the key of its sentence, `beds:errors.taken`. */
export function keyOfCode(code: string): string {
  const dot = code.indexOf('.');
  return dot < 0 ? `common:errors.${code}` : `${code.slice(0, dot)}:errors.${code.slice(dot + 1)}`;
}

/** A sentence to be translated by the template in the reader's language. */
export class Sentence {
  constructor(
    readonly key: string,
    readonly params: SentenceParams = {},
  ) {}
  in(language: Language): string {
    return translate(language, this.key, this.params);
  }
}

export const directionOf = (language: Language): 'rtl' | 'ltr' =>
  language === 'ar' ? 'rtl' : 'ltr';
