/**
 * JSON schemas of what a TypeScript type becomes once it is sent: what `JSON.stringify` makes of a value of it.
 * Libraries that do this read types as they are written; what a use case returns is mostly inferred, and only the
 * checker knows it.
 */
import ts from 'typescript';
import type { Schema } from '../../modules/api-docs';

/** What is handed over as a file or a stream of bytes, and never as JSON. */
const FILES: ReadonlySet<string> = new Set(['FileDownload', 'StreamDownload']);
/** Answers that hold no body. */
const BODILESS: ReadonlySet<string> = new Set(['NotModified']);
const CONTAINERS: ReadonlySet<string> = new Set(['Promise', 'PromiseLike', 'Observable']);

export interface AnswerType {
  readonly schema: Schema | null;
  readonly isFile: boolean;
}

export class ResponseTypes {
  readonly components: Record<string, Schema> = {};
  private readonly names = new Map<ts.Type, string>();
  private readonly open: ts.Type[] = [];

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly isOwn: (file: ts.SourceFile) => boolean,
  ) {}

  /** What a handler answers; `schema` null where the body is empty. */
  answerOf(handler: ts.MethodDeclaration): AnswerType {
    const signature = this.checker.getSignatureFromDeclaration(handler)!;
    const type = this.unwrap(signature.getReturnType());
    const parts = type.isUnion() ? type.types : [type];
    const isFile = parts.some((part) => FILES.has(nameOf(part)));
    const sent = parts.filter(
      (part) => !FILES.has(nameOf(part)) && !BODILESS.has(nameOf(part)) && !isEmpty(part),
    );
    if (sent.length === 0) return { schema: null, isFile };
    return { schema: this.anyOf(sent), isFile };
  }

  private unwrap(type: ts.Type): ts.Type {
    if (!CONTAINERS.has(nameOf(type))) return type;
    const [inner] = this.checker.getTypeArguments(type as ts.TypeReference);
    return inner ? this.unwrap(inner) : type;
  }

  schemaOf(type: ts.Type): Schema {
    const flags = type.getFlags();
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (flags & ts.TypeFlags.Never) return { not: {} };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
    if (flags & ts.TypeFlags.BooleanLiteral)
      return { enum: [this.checker.typeToString(type) === 'true'] };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (flags & ts.TypeFlags.NonPrimitive) return { type: 'object' };
    if (flags & ts.TypeFlags.BigIntLike) throw new Error('a bigint cannot be sent as JSON');
    if (type.isUnion()) return this.anyOf(type.types);
    if (flags & ts.TypeFlags.TypeParameter) {
      const constraint = this.checker.getBaseConstraintOfType(type);
      return constraint ? this.schemaOf(constraint) : {};
    }
    if (type.isIntersection() && type.types.some(isPrimitive))
      return this.schemaOf(type.types.find(isPrimitive)!);
    return this.objectOf(type);
  }

  private anyOf(types: readonly ts.Type[]): Schema {
    const values: unknown[] = [];
    const schemas: Schema[] = [];
    const texts = new Set<string>();
    for (const type of types) {
      if (isEmpty(type)) continue;
      const schema = this.schemaOf(type);
      if (schema.enum) values.push(...schema.enum);
      else if (!texts.has(JSON.stringify(schema))) {
        texts.add(JSON.stringify(schema));
        schemas.push(schema);
      }
    }
    return join(values, schemas);
  }

  private objectOf(type: ts.Type): Schema {
    const name = nameOf(type);
    if (name === 'Date') return { type: 'string', format: 'date-time' };
    const toJson = type.getProperty('toJSON');
    if (toJson) return this.schemaOf(this.returned(toJson));
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item ? this.schemaOf(item) : {} };
    }
    if (this.checker.isTupleType(type)) return this.tupleOf(type as ts.TupleTypeReference);
    if (['Map', 'Set', 'ReadonlyMap', 'ReadonlySet'].includes(name))
      throw new Error(`a ${name} is sent as {}`);
    return this.named(type, () => this.propertiesOf(type));
  }

  private tupleOf(type: ts.TupleTypeReference): Schema {
    const items = this.checker.getTypeArguments(type).map((one) => this.schemaOf(one));
    const { minLength, combinedFlags } = type.target;
    if (combinedFlags & ts.ElementFlags.Variable)
      return { type: 'array', items: join([], unique(items)), minItems: minLength };
    return { type: 'array', prefixItems: items, minItems: minLength, maxItems: items.length };
  }

  /** Types that have a name of their own, and those that hold themselves, stand once under `components`. */
  private named(type: ts.Type, make: () => Schema): Schema {
    const known = this.names.get(type);
    if (known) return refTo(known);
    const own = this.ownName(type);
    if (!own && !this.open.includes(type)) {
      this.open.push(type);
      const made = make();
      this.open.pop();
      const name = this.names.get(type);
      if (!name) return made;
      this.components[name] = made;
      return refTo(name);
    }
    const name = this.freeName(own ?? 'Nested');
    this.names.set(type, name);
    if (this.open.includes(type)) return refTo(name);
    this.components[name] = {};
    this.components[name] = make();
    return refTo(name);
  }

  private ownName(type: ts.Type): string | null {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const args = type.aliasTypeArguments ?? this.argumentsOf(type);
    if (!symbol || (args?.length ?? 0) > 0) return null;
    const file = symbol.declarations?.[0]?.getSourceFile();
    if (!file || !this.isOwn(file) || symbol.name.startsWith('__')) return null;
    return symbol.name;
  }

  private argumentsOf(type: ts.Type): readonly ts.Type[] {
    const isReference =
      type.getFlags() & ts.TypeFlags.Object &&
      (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference;
    return isReference ? this.checker.getTypeArguments(type as ts.TypeReference) : [];
  }

  private freeName(wanted: string): string {
    const taken = new Set(this.names.values());
    if (!taken.has(wanted)) return wanted;
    for (let number = 2; ; number += 1)
      if (!taken.has(`${wanted}${number}`)) return `${wanted}${number}`;
  }

  private propertiesOf(type: ts.Type): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const value = this.valueOf(property);
      if (!value) continue;
      properties[property.name] = described(value.schema, property, this.checker);
      if (!value.isOptional) required.push(property.name);
    }
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      properties,
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.schemaOf(index) }),
    };
  }

  private valueOf(property: ts.Symbol): { schema: Schema; isOptional: boolean } | null {
    if (property.name.startsWith('__@') || isOfEveryError(property)) return null;
    const type = this.checker.getTypeOfSymbol(property);
    const parts = type.isUnion() ? type.types : [type];
    const sent = parts.filter((part) => !isEmpty(part) && !isFunction(part));
    if (sent.length === 0) return null;
    const isOptional =
      sent.length < parts.length || (property.getFlags() & ts.SymbolFlags.Optional) !== 0;
    return { schema: this.anyOf(sent), isOptional };
  }

  private returned(method: ts.Symbol): ts.Type {
    const [signature] = this.checker.getTypeOfSymbol(method).getCallSignatures();
    return signature!.getReturnType();
  }
}

export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const nameOf = (type: ts.Type): string => type.getSymbol()?.name ?? '';
const isEmpty = (type: ts.Type): boolean =>
  (type.getFlags() & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
const isFunction = (type: ts.Type): boolean =>
  type.getCallSignatures().length > 0 || (type.getFlags() & ts.TypeFlags.ESSymbolLike) !== 0;
/** What an `Error` has is not enumerable, so that JSON leaves it out. */
const isOfEveryError = ({ declarations }: ts.Symbol): boolean =>
  declarations?.some(
    ({ parent }) => ts.isInterfaceDeclaration(parent) && parent.name.text === 'Error',
  ) ?? false;
const PRIMITIVE = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;
const isPrimitive = (type: ts.Type): boolean => (type.getFlags() & PRIMITIVE) !== 0;

const unique = (schemas: readonly Schema[]): Schema[] => [
  ...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values(),
];

/** One schema of what stands beside each other: values, then simple types together, then the others. */
function join(values: readonly unknown[], schemas: readonly Schema[]): Schema {
  const both = values.includes(true) && values.includes(false);
  const rest = both ? values.filter((value) => typeof value !== 'boolean') : values;
  const parts = [...schemas];
  if (both && !parts.some(({ type }) => type === 'boolean')) parts.unshift({ type: 'boolean' });
  const isNullable = parts.some(({ type }) => type === 'null');
  const others = parts.filter(({ type }) => type !== 'null');
  if (rest.length > 0) {
    const all = isNullable && others.length === 0 ? [...rest, null] : rest;
    others.unshift({ enum: [...new Set(all)] });
    if (others.length === 1) return others[0]!;
  }
  const [only] = others;
  if (!only) return isNullable ? { type: 'null' } : {};
  if (others.length === 1 && !isNullable) return only;
  if (others.length === 1 && typeof only.type === 'string')
    return { ...only, type: [only.type, 'null'] };
  return { anyOf: isNullable ? [...others, { type: 'null' }] : others };
}

/** With the comment that stands at the property. */
function described(schema: Schema, property: ts.Symbol, checker: ts.TypeChecker): Schema {
  const text = ts.displayPartsToString(property.getDocumentationComment(checker)).trim();
  if (!text) return schema;
  return { ...schema, description: text.replaceAll(/\s+/g, ' ') };
}
