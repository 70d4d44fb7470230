/** A value in the words of one reader. */
import type { Language } from '../platform/shared/actor';
import { CALENDAR_NAMES } from '../platform/web/calendar-names';
import { formatLongDate, formatNumber, formatPercent } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { valueAt } from './setting-values.rules';
import { typePart } from './typed-setting.rules';
import type { SettingDefinition, SettingPart, SettingRow, Words } from './setting.types';

const DAYS_OF_A_WEEK = 7;

/** A part as it is read: "45 minutes", "10 %", "lundi, mardi". */
export function formatPart(
  definition: Pick<SettingDefinition, 'key'>,
  part: SettingPart,
  value: unknown,
  language: Language,
): string {
  if (value === undefined || value === null || value === '') return '—';
  const say = (key: string, params = {}) => translate(language, `settings:${key}`, params);
  switch (part.type) {
    case 'whole':
    case 'decimal':
      return withUnit(part, Number(value), language);
    case 'share':
      return formatPercent(Number(value), language, 2);
    case 'amount':
      return formatNumber(value, language, 2);
    case 'yes_no':
      return say(value === true ? 'yes' : 'no');
    case 'choice':
      return choiceWords(definition.key, part, value, language);
    case 'codes':
      return (value as string[])
        .map((code) => (part.options ? choiceWords(definition.key, part, code, language) : code))
        .join(say('and'));
    case 'numbers':
      return (value as number[]).map((number) => withUnit(part, number, language)).join(say('and'));
    case 'weekdays':
      return (value as number[]).map((day) => weekdayName(day, language)).join(say('and'));
    case 'day':
      return formatLongDate(String(value).slice(0, 10), language);
    case 'words':
      return (value as Words)[language];
    default:
      return String(typePart(part, value));
  }
}

/** 0 and 7 are both Sunday. */
export const weekdayName = (day: number, language: Language): string =>
  CALENDAR_NAMES[language].days[day % DAYS_OF_A_WEEK]!;

function withUnit({ unit }: SettingPart, value: number, language: Language): string {
  if (!unit || unit === 'ratio' || unit === 'points') return formatNumber(value, language);
  if (unit === 'per_cent') return formatPercent(value / 100, language, 0);
  return translate(language, `settings:unit.${unit}`, { count: value });
}

/** Choices that only one setting has are worded under its key. */
export function choiceWords(
  key: string,
  { path, labels }: SettingPart,
  value: unknown,
  language: Language,
): string {
  if (labels) return labels[String(value)]?.[language] ?? String(value);
  if (path === 'role') return translate(language, `common:role.${String(value)}`);
  const group = CHOICE_WORDS[key] ?? CHOICE_WORDS[path] ?? 'code';
  if (group === 'code') return String(value);
  return translate(language, `settings:choice.${group}.${String(value)}`);
}

const CHOICE_WORDS: Readonly<Record<string, string>> = {
  away_nights_charged: 'charged',
  programme_language: 'language',
  circle_donor: 'circle',
  circle_commission: 'circle',
  circle_partner: 'circle',
  circle_public: 'circle',
  consent_purposes: 'point',
  project_criteria: 'criterion',
  mode: 'mode',
  roles: 'role',
  mark: 'mark',
  category: 'category',
  unit: 'unit',
  dimension: 'dimension',
  scale: 'scale',
};

export const settingName = (key: string, language: Language): string =>
  translate(language, `settings:name.${key}`);
export const settingMeaning = (key: string, language: Language): string =>
  translate(language, `settings:meaning.${key}`);

/** The label of a part; a value that is one number has none. */
export function partLabel(
  { key, kind }: Pick<SettingDefinition, 'key' | 'kind'>,
  { path }: SettingPart,
  language: Language,
): string {
  if (path === '') return translate(language, 'settings:value');
  const named = path.replaceAll('.', '_');
  return translate(
    language,
    kind === 'value' ? `settings:part.${key}.${named}` : `settings:column.${named}`,
  );
}

export interface ValueLine {
  readonly label: string | null;
  readonly text: string;
  /** What stood there before, where it differs. */
  readonly before: string | null;
}

export interface ValueModel {
  readonly lines: readonly ValueLine[] | null;
  readonly head: readonly string[] | null;
  readonly rows: readonly (readonly { readonly label: string; readonly text: string }[])[] | null;
}

/** A value as lines, or as a table of rows; beside what changes stands what held before. */
export function valueModel(
  definition: SettingDefinition,
  value: unknown,
  language: Language,
  before?: unknown,
): ValueModel {
  const parts = definition.shape.parts ?? [];
  const format = (part: SettingPart, of: unknown) => formatPart(definition, part, of, language);
  const label = (part: SettingPart) => partLabel(definition, part, language);
  if (definition.kind === 'value') {
    const lines = parts.map((part) => {
      const text = format(part, valueAt(value, part.path));
      const old = before === undefined ? text : format(part, valueAt(before, part.path));
      return {
        label: part.path === '' ? null : label(part),
        text,
        before: old === text ? null : old,
      };
    });
    return { lines, head: null, rows: null };
  }
  const rows = ((value ?? []) as SettingRow[]).map((row) =>
    parts.map((part) => ({ label: label(part), text: format(part, row[part.path]) })),
  );
  return { lines: null, head: parts.map(label), rows };
}

/** In one line, for the list: the number, or how many rows. */
export function formatSetting(
  definition: SettingDefinition,
  value: unknown,
  language: Language,
): string {
  const parts = definition.shape.parts ?? [];
  if (definition.kind === 'page') return '';
  if (definition.kind !== 'value') {
    return translate(language, 'settings:rows', { count: ((value ?? []) as unknown[]).length });
  }
  const own = parts.find(({ path }) => path === language);
  if (own) return formatPart(definition, own, valueAt(value, language), language);
  const [first] = parts;
  if (parts.length === 1)
    return formatPart(definition, first!, valueAt(value, first!.path), language);
  return translate(language, 'settings:parts', { count: parts.length });
}
