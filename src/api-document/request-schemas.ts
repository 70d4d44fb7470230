/** JSON schemas of what a route takes, from the rules by which it is checked (class-validator). */
import { createRequire } from 'node:module';
import { getMetadataStorage } from 'class-validator';
import type { Schema } from '../../modules/api-docs';

/** The library's own list of `@Type()`, which its types do not show. */
const { defaultMetadataStorage } = createRequire(__filename)(
  'class-transformer/cjs/storage.js',
) as {
  defaultMetadataStorage: {
    findTypeMetadata(dto: DtoClass, property: string): { typeFunction?: () => unknown } | undefined;
  };
};

type DtoClass = abstract new () => object;
type Rule = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

const DAY: Schema = { type: 'string', format: 'date' };
const EMPTY_PATTERN = /^\(\?:\)$/;

/** What each rule says of a value; numbers and patterns stand in the decorator. */
const RULES: Record<string, (limits: readonly unknown[]) => Schema> = {
  isString: () => ({ type: 'string' }),
  isNotEmpty: () => ({}),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isBooleanString: () => ({ type: 'string', enum: ['true', 'false', '1', '0'] }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isEmail: () => ({ type: 'string', format: 'email' }),
  isDateString: () => DAY,
  isIso8601: () => ({ type: 'string' }),
  isDate: () => ({ type: 'string', format: 'date-time' }),
  isNumberString: () => ({ type: 'string' }),
  isDecimal: () => ({ type: 'string' }),
  isIn: ([values]) => ({ enum: [...(values as Iterable<unknown>)] }),
  isEnum: ([values]) => ({ enum: Object.values(values as object) }),
  min: ([limit]) => ({ type: 'number', minimum: limit as number }),
  max: ([limit]) => ({ type: 'number', maximum: limit as number }),
  isPositive: () => ({ type: 'number', exclusiveMinimum: 0 }),
  minLength: ([limit]) => ({ type: 'string', minLength: limit as number }),
  maxLength: ([limit]) => ({ type: 'string', maxLength: limit as number }),
  isLength: ([least, most]) => ({
    type: 'string',
    minLength: least as number,
    ...(most !== undefined && { maxLength: most as number }),
  }),
  matches: ([pattern]) => patternOf(pattern as RegExp),
};
const LIST_RULES: Record<string, (limits: readonly unknown[]) => Schema> = {
  arrayMinSize: ([limit]) => ({ type: 'array', minItems: limit as number }),
  arrayMaxSize: ([limit]) => ({ type: 'array', maxItems: limit as number }),
  arrayNotEmpty: () => ({ type: 'array', minItems: 1 }),
  arrayUnique: () => ({ type: 'array', uniqueItems: true }),
};

/** A pattern without flags means the same in a schema. */
const patternOf = ({ source, flags }: RegExp): Schema =>
  flags.replace('u', '') || EMPTY_PATTERN.test(source)
    ? { type: 'string' }
    : { type: 'string', pattern: source };

export type CommentOf = (dto: DtoClass, property: string) => string | null;

export class RequestSchemas {
  readonly components: Record<string, Schema> = {};
  private readonly names = new Map<DtoClass, string>();

  constructor(private readonly commentOf: CommentOf) {}

  /** Whether its fields have rules: everything else is a class of the language itself. */
  isDto(type: unknown): type is DtoClass {
    return typeof type === 'function' && rulesOf(type as DtoClass).length > 0;
  }

  ref(dto: DtoClass): Schema {
    let name = this.names.get(dto);
    if (!name) {
      name = this.freeName(dto.name);
      this.names.set(dto, name);
      this.components[name] = {};
      this.components[name] = this.schemaOf(dto);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Inline, for the fields of a query. */
  schemaOf(dto: DtoClass): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const [property, rules] of byProperty(rulesOf(dto))) {
      const comment = this.commentOf(dto, property);
      const schema = this.fieldOf(dto, property, rules);
      const isOptional = rules.some(({ type }) => type === 'conditionalValidation');
      properties[property] = {
        ...(isOptional ? nullable(schema) : schema),
        ...(comment && { description: comment }),
      };
      if (!isOptional) required.push(property);
    }
    return {
      type: 'object',
      properties,
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }

  private freeName(wanted: string): string {
    const name = wanted === 'Dto' ? 'Fields' : wanted;
    const taken = new Set(this.names.values());
    if (!taken.has(name)) return name;
    for (let number = 2; ; number += 1)
      if (!taken.has(`${name}${number}`)) return `${name}${number}`;
  }

  private fieldOf(dto: DtoClass, property: string, rules: readonly Rule[]): Schema {
    const designType: unknown = Reflect.getMetadata('design:type', dto.prototype, property);
    const nested = this.nestedOf(dto, property, rules);
    const ofList = merged(
      rules.map(({ name, constraints }) => LIST_RULES[name ?? '']?.(constraints ?? []) ?? {}),
    );
    const isList =
      ofList.type === 'array' ||
      designType === Array ||
      rules.some(({ each, name }) => each || name === 'isArray');
    const one = merged(
      rules
        .filter(({ name }) => name !== 'isArray')
        .map(({ name, constraints }) => RULES[name ?? '']?.(constraints ?? []) ?? {}),
    );
    const value = nested ?? (isList ? one : withType(one, designType));
    return isList ? { ...ofList, type: 'array', items: value } : value;
  }

  private nestedOf(dto: DtoClass, property: string, rules: readonly Rule[]): Schema | null {
    if (!rules.some(({ type }) => type === 'nestedValidation')) return null;
    const found = defaultMetadataStorage.findTypeMetadata(dto, property);
    const type: unknown =
      found?.typeFunction?.() ?? Reflect.getMetadata('design:type', dto.prototype, property);
    return this.isDto(type) ? this.ref(type) : {};
  }
}

const rulesOf = (dto: DtoClass): Rule[] =>
  getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);

function byProperty(rules: readonly Rule[]): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const rule of rules) {
    const others = found.get(rule.propertyName);
    if (others) others.push(rule);
    else found.set(rule.propertyName, [rule]);
  }
  return found;
}

/** The narrower type of two rules counts: a whole number of at least one is a whole number. */
function merged(schemas: readonly Schema[]): Schema {
  const all: Schema = Object.assign({}, ...schemas);
  if (schemas.some(({ type }) => type === 'integer')) all.type = 'integer';
  if (all.enum) return { enum: all.enum };
  return all;
}

const DESIGN_TYPES = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
]);

function withType(schema: Schema, designType: unknown): Schema {
  const type = DESIGN_TYPES.get(designType);
  return schema.type || schema.enum || schema.$ref || !type ? schema : { ...schema, type };
}

/** `null` counts as left out. */
function nullable(schema: Schema): Schema {
  if (schema.enum) return { ...schema, enum: [...new Set([...schema.enum, null])] };
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] };
}
