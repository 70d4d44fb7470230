/** View of one edition of the rules, optionally beside another. */
import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { translate } from '../../platform/web/i18n';
import {
  AGE_BOUNDS,
  NEVER_RELAXED,
  NUMBER_BOUNDS,
  RELAXABLE_RULES,
  RULE_AGES,
  RULE_NUMBERS,
  SOFT_RULE_NAMES,
  SOFT_SENTENCES,
  type RuleSet,
} from '../placing/rule-set.rules';
import type { RuleSetRow } from '../placing/rule-sets.queries';
import { changesBetween } from './changes.rules';
import { MOST_POINTS } from './rule-set.form';

export const wordsIn =
  (language: Language) =>
  (key: string, params = {}): string =>
    translate(language, `placing-rules:${key}`, params);

const ruleName = (language: Language, rule: string) =>
  translate(language, `placement:rules.${rule}`);
const sentence = (language: Language, code: string) =>
  translate(language, `placement:reasons.${code}`, { n: 'n', until: '…', from: '…' });

/** A rule set as a page shows it and as a form fills it in. */
export function rulesModel(rules: RuleSet, language: Language, before: RuleSet = rules): object {
  const words = wordsIn(language);
  const number = (group: 'ages' | 'numbers', key: string, [min, max]: readonly number[]) => ({
    name: `rules.${group}.${key}`,
    label: words(`${group}.${key}`),
    min,
    max,
    value: (rules[group] as Record<string, number>)[key]!,
    was: (before[group] as Record<string, number>)[key]!,
    changed:
      (rules[group] as Record<string, number>)[key] !==
      (before[group] as Record<string, number>)[key],
  });
  return {
    ages: RULE_AGES.map((key) => number('ages', key, AGE_BOUNDS[key])),
    numbers: RULE_NUMBERS.map((key) => number('numbers', key, NUMBER_BOUNDS[key])),
    soft: SOFT_RULE_NAMES.map((rule) => ({
      rule,
      label: ruleName(language, rule),
      weighs: rules.weighs.includes(rule),
      sentences: SOFT_SENTENCES[rule].map((code) => ({
        name: `rules.points.${code}`,
        label: sentence(language, code),
        value: rules.points[code],
        was: before.points[code],
        changed: rules.points[code] !== before.points[code],
        bar: barOf(rules.points[code]),
      })),
    })),
    hard: [
      ...RELAXABLE_RULES.map((rule) => ({
        rule,
        label: ruleName(language, rule),
        mayRelax: true,
        relaxed: rules.relaxed.includes(rule),
      })),
      ...NEVER_RELAXED.map((rule) => ({
        rule,
        label: ruleName(language, rule),
        mayRelax: false,
        relaxed: false,
      })),
    ],
    mostPoints: MOST_POINTS,
    leastPoints: -MOST_POINTS,
  };
}

/** Points as a bar from the middle: to the end side for, to the start side against. */
const barOf = (points: number) => ({
  x: points < 0 ? 20 + points : 20,
  width: Math.max(Math.abs(points), 0.3),
  against: points < 0,
});

export function changesModel(before: RuleSet, after: RuleSet, language: Language): object[] {
  const words = wordsIn(language);
  return changesBetween(before, after).map(({ of, key, ...values }) => ({
    what:
      of === 'points'
        ? sentence(language, key)
        : of === 'weighs' || of === 'relaxed'
          ? words(`change_${of}`, { rule: ruleName(language, key) })
          : words(`${of}.${key}`),
    before: shown(values.before, words),
    after: shown(values.after, words),
  }));
}

const shown = (value: number | boolean, words: (key: string) => string): string =>
  typeof value === 'number' ? String(value) : words(value ? 'yes' : 'no');

export const versionModel = (row: RuleSetRow, language: Language) => ({
  ...row,
  label: wordsIn(language)('version', { number: row.version }),
  path: `/placing-rules/versions/${row.version}`,
  wroteIt: joinWords(
    row.writers.flatMap(({ name }) => name ?? []),
    language,
  ),
});

/** Values of the draft form. */
export function typedRules({ rules, source, note }: RuleSetRow): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = { source, note: note ?? '' };
  for (const group of ['ages', 'numbers', 'points'] as const) {
    for (const [key, value] of Object.entries(rules[group])) {
      values[`rules.${group}.${key}`] = String(value);
    }
  }
  return { ...values, 'rules.weighs': rules.weighs, 'rules.relaxed': rules.relaxed };
}
