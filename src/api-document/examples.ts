/** A body that shows what a schema asks for: what is required, with a value of each kind. */
import type { Schema } from '../../modules/api-docs';

type Schemas = Readonly<Record<string, Schema>>;

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  date: '2026-11-24',
  'date-time': '2026-11-24T10:00:00.000Z',
  email: 'personne@example.org',
};
/** Patterns of which an example is known. */
const TRIED = [
  '2026-11-24',
  '2026-11',
  '2026',
  '10:00',
  '1250.50',
  '1',
  'fra',
  'abc',
  'MAD',
  '+212600000000',
];

export function exampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  if (schema.$ref) {
    const found = schemas[schema.$ref.split('/').at(-1)!];
    return found && depth < 6 ? exampleOf(found, schemas, depth + 1) : {};
  }
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return exampleOf(schema.anyOf[0]!, schemas, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object') return objectOf(schema, schemas, depth);
  if (type === 'array') return schema.items ? [exampleOf(schema.items, schemas, depth + 1)] : [];
  if (type === 'string') return textOf(schema);
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  return type === 'null' ? null : {};
}

const objectOf = ({ properties = {}, required = [] }: Schema, schemas: Schemas, depth: number) =>
  Object.fromEntries(
    required.map((name) => [name, exampleOf(properties[name] ?? {}, schemas, depth + 1)]),
  );

function textOf({ format, pattern, minLength = 0, maxLength = Infinity }: Schema): string {
  if (format && BY_FORMAT[format]) return BY_FORMAT[format];
  if (pattern) return TRIED.find((text) => new RegExp(pattern, 'u').test(text)) ?? '…';
  const text = 'un texte'.padEnd(minLength, ' et encore');
  return text.slice(0, maxLength);
}
