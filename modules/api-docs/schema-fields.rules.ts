/** The fields of a schema as the lines of a table: `people[].names.given`. */
import type { Schema } from './schema.types';

export interface SchemaField {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string | null;
}

type Schemas = Readonly<Record<string, Schema>>;

const DEEPEST = 5;
const MOST_FIELDS = 150;
const MOST_VALUES = 12;

export function fieldsOf(schema: Schema, schemas: Schemas): SchemaField[] {
  const fields: SchemaField[] = [];
  const add = (name: string, one: Schema, isRequired: boolean, open: readonly string[]): void => {
    if (fields.length >= MOST_FIELDS) return;
    const ref = refOf(one);
    const { description } = one;
    fields.push({
      name,
      type: typeOf(one, schemas),
      isRequired,
      description: description ?? (ref && schemas[ref]?.description) ?? null,
    });
    below(name, one, open);
  };
  const below = (name: string, one: Schema, open: readonly string[]): void => {
    if (open.length > DEEPEST) return;
    const ref = refOf(one);
    if (ref) {
      const found = schemas[ref];
      if (found && !open.includes(ref)) below(name, found, [...open, ref]);
      return;
    }
    for (const part of one.anyOf ?? []) below(name, part, [...open, '']);
    if (one.items) below(`${name}[]`, one.items, [...open, '']);
    const start = name === '' ? '' : `${name}.`;
    for (const [key, value] of Object.entries(one.properties ?? {}))
      add(start + key, value, one.required?.includes(key) ?? false, open);
    if (typeof one.additionalProperties === 'object')
      below(`${start}*`, one.additionalProperties, [...open, '']);
  };
  below('', schema, []);
  return fields;
}

const refOf = ({ $ref }: Schema): string | null => $ref?.split('/').at(-1) ?? null;

/** "string (uuid)", "integer 1–1000", "a | b | null". */
export function typeOf(schema: Schema, schemas: Schemas): string {
  const ref = refOf(schema);
  if (ref) {
    const found = schemas[ref];
    return found && (found.properties || found.additionalProperties)
      ? 'object'
      : typeOf(found ?? {}, {});
  }
  if (schema.enum) {
    const values = schema.enum.slice(0, MOST_VALUES).map(String).join(' | ');
    return schema.enum.length > MOST_VALUES ? `${values} | …` : values;
  }
  if (schema.anyOf)
    return [...new Set(schema.anyOf.map((one) => typeOf(one, schemas)))].join(' | ');
  const names = [schema.type ?? 'any'].flat();
  if (names.includes('array')) {
    const items = `${typeOf(schema.items ?? {}, schemas)}[]`;
    return [items, ...names.filter((name) => name !== 'array')].join(' | ') + limits(schema);
  }
  return names.join(' | ') + limits(schema);
}

function limits(schema: Schema): string {
  const { format, minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const range =
    between(minimum, maximum) ?? between(minLength, maxLength) ?? between(minItems, maxItems);
  const said = [format, range, pattern && pattern.length <= 60 ? pattern : null].filter(Boolean);
  return said.length > 0 ? ` (${said.join(', ')})` : '';
}

function between(least?: number, most?: number): string | null {
  if (least === undefined && most === undefined) return null;
  if (least === undefined) return `≤ ${most}`;
  return most === undefined ? `≥ ${least}` : `${least}–${most}`;
}
