/** Whether a value is what the definition of its setting allows: one error for each part that is not. */
import { isCivilDate } from '../platform/shared/nights.rules';
import { DomainError } from '../platform/shared/domain.errors';
import { LANGUAGES } from '../platform/shared/actor';
import type { SettingDefinition, SettingPart, SettingRow, SettingShape } from './setting.types';

const MOST_CODES = 20;
const LARGEST = 1_000_000_000;

/** `field` is the name of the part in the form: `parts.0`, `rows.2.above`. */
const refused = (field: string, code: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', `settings.${code}`, params, field);

export function settingErrors(definition: SettingDefinition, value: unknown): DomainError[] {
  const { kind, shape } = definition;
  if (kind === 'page') return [new DomainError('conflict', 'settings.own_page')];
  if (kind === 'value') {
    const parts = shape.parts ?? [];
    return [
      ...parts.flatMap((part, at) => partErrors(part, valueAt(value, part.path), `parts.p${at}`)),
      ...unknownParts(parts, value),
    ];
  }
  return rowErrors(shape, value);
}

export const partErrors = (part: SettingPart, value: unknown, field: string): DomainError[] => {
  if (value === undefined || value === null || value === '') {
    return part.optional ? [] : [refused(field, 'required')];
  }
  const found = errorOf(part, value);
  return found ? [refused(field, found[0], found[1])] : [];
};

/** The code of a refusal and what its sentence names; null where the value fits. */
type ValueRefusal = readonly [code: string, params: Record<string, string | number>] | null;

function errorOf(part: SettingPart, value: unknown): ValueRefusal {
  const { type, min = 0, max = LARGEST, options = [] } = part;
  switch (type) {
    case 'whole':
    case 'time':
      return wholeError(value, min, max);
    case 'decimal':
      return typeof value === 'number' && value >= min && value <= max ? null : range(min, max);
    case 'share':
      return typeof value === 'number' && value >= min && value <= max
        ? null
        : ['not_share', { min: percentOf(min), max: percentOf(max) }];
    case 'yes_no':
      return typeof value === 'boolean' ? null : ['not_choice', {}];
    case 'choice':
      return options.includes(value as string) ? null : ['not_choice', {}];
    case 'numbers':
    case 'weekdays':
      return numbersError(part, value);
    case 'codes':
      return codesError(part, value);
    case 'text':
      return textError(part, value);
    case 'amount':
      return amountError(value, min, max);
    case 'day':
      return isCivilDate(value) ? null : ['not_day', {}];
    case 'words':
      return wordsError(value, Math.max(min, 1), max);
  }
}

const range = (min: number, max: number): ValueRefusal => ['not_in_range', { min, max }];

const wholeError = (value: unknown, min: number, max: number): ValueRefusal =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max
    ? null
    : ['not_whole_in_range', { min, max }];

function numbersError({ min = 0, max = LARGEST, most = 1, order }: SettingPart, value: unknown) {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) {
    return ['not_numbers', { min, max, most }] as const;
  }
  if (value.some((one) => wholeError(one, min, max))) {
    return ['not_numbers', { min, max, most }] as const;
  }
  const steps = (value as number[]).slice(1).map((one, at) => one - (value as number[])[at]!);
  if (order === 'up' && steps.some((step) => step <= 0)) return ['not_rising', {}] as const;
  if (order === 'down' && steps.some((step) => step >= 0)) return ['not_falling', {}] as const;
  return new Set(value).size === value.length ? null : (['twice', {}] as const);
}

function codesError({ options, pattern = '^$' }: SettingPart, value: unknown): ValueRefusal {
  const fits = (one: unknown) =>
    typeof one === 'string' && (options ? options.includes(one) : new RegExp(pattern).test(one));
  const isList = Array.isArray(value) && value.length > 0 && value.length <= MOST_CODES;
  return isList && value.every(fits) && new Set(value).size === value.length
    ? null
    : ['not_codes', {}];
}

function textError({ min = 1, max = LARGEST, pattern }: SettingPart, value: unknown): ValueRefusal {
  if (typeof value !== 'string' || value.length < min || value.length > max) {
    return ['not_text', { max }];
  }
  return pattern && !new RegExp(pattern).test(value) ? ['not_written_so', {}] : null;
}

function amountError(value: unknown, min: number, max: number): ValueRefusal {
  const isAmount = typeof value === 'string' && /^\d{1,10}(\.\d{1,2})?$/.test(value);
  return isAmount && Number(value) >= min && Number(value) <= max ? null : ['not_amount', {}];
}

function wordsError(value: unknown, min: number, max: number): ValueRefusal {
  const given = (value ?? {}) as Record<string, unknown>;
  const fits = LANGUAGES.every((language) => {
    const said = given[language];
    return typeof said === 'string' && said.length >= min && said.length <= max;
  });
  return fits && Object.keys(given).length === LANGUAGES.length
    ? null
    : ['not_words', { min, max }];
}

function rowErrors(shape: SettingShape, value: unknown): DomainError[] {
  const { parts = [], mostRows = 1 } = shape;
  if (!Array.isArray(value) || value.length === 0 || value.length > mostRows) {
    return [refused('rows', 'row_count', { most: mostRows })];
  }
  const rows = value as SettingRow[];
  const wrong = rows.flatMap((row, at) => [
    ...parts.flatMap((part) => partErrors(part, row?.[part.path], `rows.r${at}.${part.path}`)),
    ...Object.keys(row ?? {})
      .filter((name) => !parts.some(({ path }) => path === name))
      .map((name) => refused(`rows.r${at}.${name}`, 'unknown_part')),
  ]);
  return wrong.length > 0 ? wrong : togetherErrors(shape, rows);
}

/** What must hold of all rows together. */
function togetherErrors({ rowKey, total, has }: SettingShape, rows: readonly SettingRow[]) {
  const errors: DomainError[] = [];
  if (rowKey) {
    const seen = new Set<string>();
    rows.forEach((row, at) => {
      const key = comparable(row[rowKey]);
      if (seen.has(key)) errors.push(refused(`rows.r${at}.${rowKey}`, 'twice'));
      seen.add(key);
    });
  }
  if (total) {
    const sum = rows.reduce((all, row) => all + Number(row[total.path]), 0);
    if (sum !== total.of) errors.push(refused('rows', 'total', { sum, of: total.of }));
  }
  if (has && !rows.some((row) => Number(row[has.path]) === Number(has.value))) {
    errors.push(refused('rows', 'first_row', { value: has.value }));
  }
  return errors;
}

/** "0" and "0.00" are one amount. */
const comparable = (value: unknown): string =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? String(Number(value)) : String(value);

/** The API may send whatever JSON there is: what no part stands for is refused. */
function unknownParts(parts: readonly SettingPart[], value: unknown): DomainError[] {
  const known = new Set(parts.map(({ path }) => path));
  const walk = (at: unknown, path: string): string[] => {
    if (known.has(path)) return [];
    if (at === null || typeof at !== 'object') return isKept(path) ? [] : [path];
    return Object.entries(at).flatMap(([key, inner]) => walk(inner, path ? `${path}.${key}` : key));
  };
  return walk(value, '').map((path) => refused('parts', 'unknown_part_named', { path }));
}

/** Names of the emergency numbers, which stand beside them and do not change. */
const isKept = (path: string): boolean => /^\d\.key$/.test(path);

export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        at !== null && typeof at === 'object' && Object.hasOwn(at, key)
          ? (at as Record<string, unknown>)[key]
          : undefined,
      value,
    );
}

/** Exact for what people write: two decimals of a per cent. */
export const percentOf = (share: number): number => Math.round(share * 10_000) / 100;
export const shareOf = (percent: number): number => Math.round(percent * 100) / 10_000;
