/** Compares answers of the API with its document. */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { ApiDocument, Operation, Schema, Verb } from '../../modules/api-docs';

export interface AnsweredCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

interface KnownOperation {
  readonly operation: Operation;
  readonly pointer: string;
  readonly segments: readonly string[];
}

export class DocumentCheck {
  readonly deviations = new Map<string, string>();
  /** Operations of which an answer that is no error was compared. */
  readonly answered = new Set<string>();
  /** Errors that were compared. */
  readonly refused = new Set<string>();
  private readonly ajv: Ajv2020;
  private readonly operations: readonly (KnownOperation & { readonly method: string })[];
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(document: ApiDocument) {
    this.ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
    addFormats(this.ajv);
    this.ajv.addSchema({ ...closed(document), $id: 'mawa' } as object);
    this.operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => ({
        method: verb.toUpperCase(),
        operation,
        pointer: `mawa#/paths/${escaped(path)}/${verb}/responses`,
        segments: path.split('/'),
      })),
    );
  }

  check(call: AnsweredCall): void {
    const path = call.path.split('?')[0]!;
    if (!path.startsWith('/api/v1/')) return;
    const known = this.find(call.method as Verb, path);
    const name = known ? known.operation.operationId : `${call.method} ${path}`;
    const problem = known ? this.problemOf(known, call) : unknownRoute(call);
    if (problem) this.deviations.set(`${name} ${call.status} ${problem}`, call.text.slice(0, 400));
    else if (known && call.status < 300) this.answered.add(name);
    else if (known) this.refused.add(`${name} ${call.status}`);
  }

  private problemOf({ operation, pointer }: KnownOperation, call: AnsweredCall): string | null {
    const answer = operation.responses[call.status];
    if (!answer) return `has no answer ${codeIn(call)}`;
    const types = Object.keys(answer.content ?? {});
    if (call.text === '') {
      const isNull = types.includes('application/json') && this.isNullable(pointer, call);
      return types.length === 0 || isNull || call.status === 304 ? null : 'is empty';
    }
    const type = call.type.split(';')[0]!;
    if (answer['x-codes'] && !answer['x-codes'].includes(codeIn(call)))
      return `may not be ${codeIn(call)}`;
    if (!types.includes(type)) return isFile(types, type) ? null : `is ${type}`;
    if (!type.endsWith('json')) return null;
    const validate = this.validator(`${pointer}/${call.status}/content/${escaped(type)}/schema`);
    if (validate(JSON.parse(call.text))) return null;
    const [error] = validate.errors!;
    const where = error!.instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/0');
    return `${where} ${error!.message} ${JSON.stringify(error!.params)}`;
  }

  private isNullable(pointer: string, { status }: AnsweredCall): boolean {
    return this.validator(`${pointer}/${status}/content/application~1json/schema`)(null);
  }

  private validator(pointer: string): ValidateFunction {
    let validate = this.validators.get(pointer);
    if (!validate) {
      validate = this.ajv.compile({ $ref: encodeURI(pointer) });
      this.validators.set(pointer, validate);
    }
    return validate;
  }

  /** The one with the most words of its own, as the router has it. */
  private find(method: string, path: string): KnownOperation | undefined {
    const words = path.split('/');
    const found = this.operations.filter(
      (one) =>
        one.method === method &&
        one.segments.length === words.length &&
        one.segments.every((word, place) => word.startsWith('{') || word === words[place]),
    );
    const rank = ({ segments }: KnownOperation) =>
      segments.map((word) => (word.startsWith('{') ? 1 : 0)).join('');
    return found.sort((one, other) => (rank(one) < rank(other) ? -1 : 1))[0];
  }
}

const escaped = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

function codeIn({ text }: AnsweredCall): string {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
}

const unknownRoute = (call: AnsweredCall): string | null =>
  call.status === 404 ? null : 'is not in the document';

const isFile = (types: readonly string[], type: string): boolean =>
  types.includes('application/octet-stream') && !type.startsWith('application/problem');

/** Readers accept fields that they do not know; this comparison does not. */
function closed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(closed) as T;
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  const schema = copy as Schema;
  const isObject = schema.type === 'object' || [schema.type].flat().includes('object');
  if (isObject && schema.properties && schema.additionalProperties === undefined)
    schema.additionalProperties = false;
  return copy as T;
}
