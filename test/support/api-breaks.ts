/**
 * What a program that was written against one document of the API no longer finds in another: operations, fields of
 * answers, values that were accepted, and what must be sent now. Programs accept new fields and new values of a list.
 */
import type { ApiDocument, Operation, Schema } from '../../modules/api-docs';

interface Field {
  readonly types: Set<string>;
  /** Null where any value of its type may stand. */
  values: Set<unknown> | null;
  isRequired: boolean;
  most: number;
  least: number;
  pattern: string | null;
}

type Schemas = Readonly<Record<string, Schema>>;

export function breaksBetween(before: ApiDocument, after: ApiDocument): string[] {
  return Object.entries(before.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).flatMap(([verb, operation]) => {
      const name = `${verb.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[verb as 'get'];
      if (!now) return [`${name} is gone`];
      return [
        ...requestBreaks(fieldsSent(operation, before), fieldsSent(now, after)),
        ...answerBreaks(operation, now, before, after),
      ].map((what) => `${name} ${what}`);
    }),
  );
}

function fieldsSent({ parameters, requestBody }: Operation, { components }: ApiDocument) {
  const fields = new Map<string, Field>();
  for (const one of parameters) {
    if (one.in === 'path') continue;
    addTo(fields, `${one.in} ${one.name}`, one.schema, components.schemas, one.required);
  }
  for (const [type, { schema }] of Object.entries(requestBody?.content ?? {}))
    addTo(fields, `body ${type}`, schema, components.schemas, true);
  return fields;
}

function requestBreaks(before: Map<string, Field>, after: Map<string, Field>): string[] {
  const gone = [...before.keys()].filter((name) => !after.has(name));
  const needed = [...after].flatMap(([name, { isRequired }]) => {
    const known = before.get(name);
    // The items of a list are part of it, as a field is of its object.
    const end = name.endsWith('[]') ? -2 : Math.max(name.lastIndexOf('.'), 0);
    const parent = name.slice(0, end);
    const isNewPart = parent !== '' && !before.has(parent);
    return isRequired && !known?.isRequired && !isNewPart ? [name] : [];
  });
  const narrower = [...before].filter(([name, field]) => {
    const now = after.get(name);
    return now && isNarrower(field, now);
  });
  return [
    ...gone.map((name) => `takes no ${name}`),
    ...needed.map((name) => `needs ${name}`),
    ...narrower.map(([name]) => `takes less as ${name}`),
  ];
}

function isNarrower(before: Field, after: Field): boolean {
  const lostType = [...before.types].some((type) => !takes(after.types, type));
  const lostValue =
    after.values !== null &&
    (before.values === null || [...before.values].some((value) => !after.values!.has(value)));
  const isTighter = after.most < before.most || after.least > before.least;
  const isOther = after.pattern !== null && after.pattern !== before.pattern;
  return lostType || lostValue || isTighter || isOther;
}

const takes = (types: ReadonlySet<string>, type: string): boolean =>
  types.has('any') || types.has(type) || (type === 'integer' && types.has('number'));

function answerBreaks(
  before: Operation,
  after: Operation,
  documentBefore: ApiDocument,
  documentAfter: ApiDocument,
): string[] {
  return Object.entries(before.responses).flatMap(([status, answer]) => {
    if (Number(status) >= 300) return [];
    const now = after.responses[status];
    if (!now) return [`no longer answers ${status}`];
    return Object.entries(answer.content ?? {}).flatMap(([type, { schema }]) => {
      const media = now.content?.[type];
      if (!media) return [`no longer answers ${type}`];
      const was = new Map<string, Field>();
      addTo(was, 'answer', schema, documentBefore.components.schemas, true);
      const is = new Map<string, Field>();
      addTo(is, 'answer', media.schema, documentAfter.components.schemas, true);
      return [...was].flatMap(([name, field]) => answerBreak(name, field, is.get(name)));
    });
  });
}

function answerBreak(name: string, before: Field, after: Field | undefined): string[] {
  if (!after) return [`no longer answers ${name}`];
  if (before.isRequired && !after.isRequired) return [`may answer without ${name}`];
  const others = [...after.types].filter((type) => !takes(before.types, type));
  return others.length > 0 ? [`may answer ${others.join()} as ${name}`] : [];
}

/** Each field by its place, `body people[].names.given`; what may be one of several things has all of them. */
function addTo(
  fields: Map<string, Field>,
  name: string,
  schema: Schema,
  schemas: Schemas,
  isRequired: boolean,
  open: readonly string[] = [],
): void {
  const ref = schema.$ref?.split('/').at(-1);
  if (ref) {
    if (open.filter((one) => one === ref).length > 0) return;
    addTo(fields, name, schemas[ref]!, schemas, isRequired, [...open, ref]);
    return;
  }
  for (const part of schema.anyOf ?? []) addTo(fields, name, part, schemas, isRequired, open);
  if (schema.anyOf) return;
  note(fields, name, schema, isRequired);
  if (schema.items) addTo(fields, `${name}[]`, schema.items, schemas, true, open);
  for (const [place, item] of (schema.prefixItems ?? []).entries())
    addTo(fields, `${name}[${place}]`, item, schemas, true, open);
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const needed = schema.required?.includes(key) ?? false;
    addTo(fields, `${name}.${key}`, value, schemas, needed, open);
  }
  if (typeof schema.additionalProperties === 'object')
    addTo(fields, `${name}.*`, schema.additionalProperties, schemas, false, open);
}

function note(fields: Map<string, Field>, name: string, schema: Schema, isRequired: boolean) {
  const types = typesOf(schema);
  const known = fields.get(name);
  const most = schema.maxLength ?? schema.maximum ?? schema.maxItems ?? Infinity;
  const least = schema.minLength ?? schema.minimum ?? schema.minItems ?? -Infinity;
  const values = schema.enum ? new Set(schema.enum) : null;
  const pattern = schema.pattern ?? null;
  if (!known) {
    fields.set(name, { types: new Set(types), values, isRequired, most, least, pattern });
    return;
  }
  for (const type of types) known.types.add(type);
  known.values = known.values && values ? new Set([...known.values, ...values]) : null;
  known.isRequired &&= isRequired;
  known.most = Math.max(known.most, most);
  known.least = Math.min(known.least, least);
  known.pattern = known.pattern === pattern ? pattern : null;
}

function typesOf({ type, enum: values }: Schema): string[] {
  if (values) return [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))];
  return type ? [type].flat() : ['any'];
}
