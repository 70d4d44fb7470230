/** A value as people type it in a form, and back: every part is a text there. */
import type { SettingDefinition, SettingPart, SettingRow } from './setting.types';
import { percentOf, shareOf, valueAt } from './setting-values.rules';
import { latinDigits } from '../platform/shared/digits.rules';

type TypedParts = Record<string, unknown>;

/** What the browser sends, by the names of the form; what cannot be read stays as typed for the rules to refuse. */
export interface TypedSetting {
  /** `p0`, `p1`: in the order of the parts. */
  readonly parts?: TypedParts;
  /** `r0`, `r1`: a row each, its parts by their path. */
  readonly rows?: Record<string, TypedParts>;
}

/** `before` gives what no part stands for. */
export function readTyped(
  { kind, shape }: SettingDefinition,
  typed: TypedSetting,
  before: unknown,
): unknown {
  const parts = shape.parts ?? [];
  if (kind === 'value') {
    return parts.reduce(
      (value, part, at) => withValue(value, part.path, readPart(part, typed.parts?.[`p${at}`])),
      before,
    );
  }
  return Object.entries(typed.rows ?? {})
    .sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)))
    .map(([, row]) => row)
    .filter((row) => hasText(row))
    .map((row) => readRow(parts, row));
}

const hasText = (row: TypedParts): boolean =>
  Object.values(row).some((value) => typeof value !== 'object' || hasText(value as TypedParts));

const readRow = (parts: readonly SettingPart[], row: TypedParts): SettingRow => ({
  ...row,
  ...Object.fromEntries(
    parts
      .map((part) => [part.path, readPart(part, row[part.path])] as const)
      .filter(([, value]) => value !== undefined),
  ),
});

function readPart({ type, options = [] }: SettingPart, typed: unknown): unknown {
  if (type === 'words') return typed;
  if (Array.isArray(typed)) return type === 'weekdays' ? typed.map(readNumber) : typed;
  if (typeof typed !== 'string' || typed.trim() === '') return undefined;
  const text = typed.trim();
  switch (type) {
    case 'whole':
    case 'decimal':
      return readNumber(text);
    case 'share': {
      const percent = readNumber(text.replace(/\s*%$/, ''));
      return typeof percent === 'number' ? shareOf(percent) : percent;
    }
    case 'time':
      return readTime(text);
    case 'yes_no':
      return text === 'yes' ? true : text === 'no' ? false : text;
    case 'choice':
      return options.find((option) => String(option) === text) ?? text;
    case 'numbers':
      return text.split(/[\s,;،]+/).map(readNumber);
    case 'weekdays':
      return [readNumber(text)];
    case 'codes':
      return text.split(/[\s,;،]+/);
    case 'amount':
      return latinDigits(text)
        .replaceAll(/[\s\u00a0\u202f]/g, '')
        .replace(/[,٫]/, '.');
    default:
      return text;
  }
}

/** "0,85" and "0.85" are one number. */
function readNumber(text: unknown): unknown {
  const plain = latinDigits(String(text)).trim().replace(/[,٫]/, '.');
  return /^\d{1,10}(\.\d{1,6})?$/.test(plain) ? Number(plain) : text;
}

function readTime(text: string): unknown {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  return found && Number(found[2]) < 60 ? Number(found[1]) * 60 + Number(found[2]) : text;
}

function withValue(value: unknown, path: string, part: unknown): unknown {
  if (path === '') return part;
  const [key, ...rest] = path.split('.');
  const isList = Array.isArray(value);
  const inner = withValue((value as TypedParts | null)?.[key!], rest.join('.'), part);
  if (isList) return value.map((one: unknown, at) => (at === Number(key) ? inner : one));
  return { ...(value as TypedParts), [key!]: inner };
}

/** How a part stands in its field. */
export function typePart({ type }: SettingPart, value: unknown): string | string[] {
  if (value === undefined || value === null) return '';
  switch (type) {
    case 'share':
      return typeof value === 'number' ? String(percentOf(value)) : String(value);
    case 'time': {
      const minutes = Number(value);
      const pad = (number: number) => String(number).padStart(2, '0');
      return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
    }
    case 'yes_no':
      return value === true ? 'yes' : 'no';
    case 'numbers':
      return (value as unknown[]).join(', ');
    case 'weekdays':
      return (value as unknown[]).map(String);
    case 'codes':
      return (value as unknown[]).map(String);
    case 'day':
      return String(value).slice(0, 10);
    default:
      return String(value);
  }
}

/** The fields of a form with this value: `parts.p0`, `rows.r0.above`, `rows.r0.name.fr`. */
export function typeValue(
  { kind, shape }: SettingDefinition,
  value: unknown,
): Record<string, string | string[]> {
  const parts = shape.parts ?? [];
  if (kind === 'value') {
    return Object.fromEntries(
      parts.map((part, at) => [`parts.p${at}`, joined(part, valueAt(value, part.path))]),
    );
  }
  const rows = (value ?? []) as SettingRow[];
  return Object.fromEntries(
    rows.flatMap((row, at) =>
      parts.flatMap((part) => typeRowPart(part, row[part.path], `rows.r${at}.${part.path}`)),
    ),
  );
}

function typeRowPart(part: SettingPart, value: unknown, name: string) {
  if (part.type !== 'words') return [[name, joined(part, value)] as const];
  return Object.entries((value ?? {}) as Record<string, string>).map(
    ([language, said]) => [`${name}.${language}`, said] as const,
  );
}

/** Codes that have no list to tick are typed in one field. */
const joined = (part: SettingPart, value: unknown): string | string[] => {
  const typed = typePart(part, value);
  return part.type === 'codes' && !part.options && Array.isArray(typed) ? typed.join(', ') : typed;
};

/** Rows that are left empty are no rows: those that remain are numbered again, so that errors stand beside them. */
export function withoutEmptyRows(
  posted: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const rowOf = (name: string) => /^rows\.r(\d{1,3})\.(.+)$/.exec(name);
  const filled = new Set<number>();
  for (const [name, value] of Object.entries(posted)) {
    const found = rowOf(name);
    if (found && value !== '') filled.add(Number(found[1]));
  }
  const places = new Map([...filled].sort((a, b) => a - b).map((row, at) => [row, at]));
  return Object.fromEntries(
    Object.entries(posted).flatMap(([name, value]) => {
      const found = rowOf(name);
      if (!found) return [[name, value]];
      const at = places.get(Number(found[1]));
      return at === undefined ? [] : [[`rows.r${at}.${found[2]}`, value]];
    }),
  );
}
