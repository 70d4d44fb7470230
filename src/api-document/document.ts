/** Makes the document of the API from the declared routes, the types of the answers and the rules of the bodies. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HTTP_CODE_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { ParseUUIDPipe, type Type } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import ts from 'typescript';
import { declaredRoutesOf, routeAccess, type DeclaredRoute } from '../../modules/access';
import { ROOT } from '../../modules/platform/config/root';
import { hasSentence, keyOfCode } from '../../modules/platform/web/i18n';
import { errorAnswers, successAnswer } from './answers';
import type { ApiDocument, Operation, Parameter, Verb } from '../../modules/api-docs';
import { ErrorCodes } from './error-codes';
import { exampleOf } from './examples';
import { RequestSchemas } from './request-schemas';
import { ResponseTypes } from './response-types';
import type { Schema } from '../../modules/api-docs';
import { commentLines, readSources, type ApiController } from './sources';

const TAGS = 'swagger/apiUseTags';
const CONSUMES = 'swagger/apiConsumes';
const PRODUCES = 'swagger/apiProduces';
const PARAMETERS = 'swagger/apiParameters';
const CONFIG = '__fastify_route_config__';
const DESCRIPTION =
  'Whatever a page does, the API does. A program sends a token (`Authorization: Bearer`); docs/api.md says how to ' +
  'get one. `x-permission` is the permission that an operation needs, `x-token` whether a token may call it, ' +
  '`x-proof` whether a session must have shown its code or password within ten minutes. Errors are ' +
  'application/problem+json with a stable `code`; `x-codes` lists those that an operation may answer. ' +
  'Clients must accept new fields in answers and new codes.';

const PROBLEM: Schema = {
  type: 'object',
  properties: {
    type: { type: 'string', description: '`urn:mawa:problem:` and the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable, such as `beds.taken`.' },
    detail: { type: 'string', description: 'A sentence for a person.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          field: { type: ['string', 'null'] },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
        required: ['field', 'code', 'detail'],
      },
    },
    earlier: {
      type: 'object',
      description:
        'The entry that this one seems to repeat, and its page. Send `confirmed: true` where it is another.',
      properties: { id: { type: 'string' }, path: { type: 'string' } },
      required: ['id', 'path'],
    },
    instance: { type: 'string', description: 'The trace of the call, in the log of the server.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
};

interface HandlerArgument {
  readonly index: number;
  readonly kind: RouteParamtypes | null;
  readonly data: unknown;
  readonly isUuid: boolean;
  readonly type: unknown;
  readonly source: ts.ParameterDeclaration;
}

export function makeDocument(root = ROOT): ApiDocument {
  return new DocumentMaker(root).make();
}

class DocumentMaker {
  private readonly sources;
  private readonly answers: ResponseTypes;
  private readonly bodies: RequestSchemas;
  private readonly errors: ErrorCodes;
  private readonly operationIds = new Set<string>();

  constructor(private readonly root: string) {
    this.sources = readSources(root);
    const { checker, isOwn, commentOf, files } = this.sources;
    this.answers = new ResponseTypes(checker, isOwn);
    this.bodies = new RequestSchemas((dto, property) => commentOf(dto.name, property));
    const isCode = (code: string) => hasSentence(keyOfCode(code));
    this.errors = new ErrorCodes(checker, isOwn, isCode, files);
  }

  make(): ApiDocument {
    const paths: Record<string, Partial<Record<Verb, Operation>>> = {};
    for (const one of this.sources.controllers) {
      for (const route of declaredRoutesOf(one.controller)) {
        if (!route.path.startsWith('/api/v1/')) continue;
        const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
        const verb = route.method.toLowerCase() as Verb;
        (paths[path] ??= {})[verb] = this.operationOf(one, route);
      }
    }
    const sorted = Object.fromEntries(
      Object.entries(paths).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
    const { version } = JSON.parse(readFileSync(join(this.root, 'package.json'), 'utf8')) as {
      version: string;
    };
    return {
      openapi: '3.1.0',
      info: { title: 'Mawa', version, description: DESCRIPTION },
      servers: [{ url: '/' }],
      tags: tagsOf(sorted),
      paths: sorted,
      components: {
        schemas: { ...this.bodies.components, ...this.answers.components, Problem: PROBLEM },
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A personal token or one of a program’s account.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'mawa_session',
            description:
              'The cookie of POST /api/v1/session; each change also carries `x-csrf-token`.',
          },
        },
      },
    };
  }

  private operationOf({ controller, declaration }: ApiController, route: DeclaredRoute): Operation {
    const source = declaration.members.find(
      (member): member is ts.MethodDeclaration =>
        ts.isMethodDeclaration(member) && member.name.getText() === route.handler,
    )!;
    const prototype = controller.prototype as Record<string, object>;
    const method = prototype[route.handler]!;
    const config = (Reflect.getMetadata(CONFIG, method) ?? {}) as Record<string, unknown>;
    const access = routeAccess(route);
    const args = argumentsOf(controller, route.handler, source);
    const parameters = this.parametersOf(route, args, source);
    const requestBody = sentBodyOf(method) ?? this.bodyOf(args, config['takesFile'] === true);
    const { summary, description } = commentLines(source);
    const status =
      (Reflect.getMetadata(HTTP_CODE_METADATA, method) as number | undefined) ??
      (route.method === 'POST' ? 201 : 200);
    const isStream = ((Reflect.getMetadata(PRODUCES, method) ?? []) as string[]).includes(
      'text/event-stream',
    );
    const asked = {
      access,
      isReading: route.method === 'GET',
      hasBody: requestBody !== undefined,
      hasInput: requestBody !== undefined || parameters.some((one) => one.in !== 'header'),
      hasId: parameters.some((one) => one.in === 'path'),
      takesFile: config['takesFile'] === true,
      isAnonymous: config['anonymous'] === true,
    };
    const token = access.byToken && !asked.isAnonymous ? [{ token: [] }] : [];
    return {
      operationId: this.operationId(controller.name, route),
      tags: (Reflect.getMetadata(TAGS, controller) as string[] | undefined) ?? [],
      summary,
      ...(description && { description }),
      parameters,
      ...(requestBody && { requestBody }),
      responses: {
        ...successAnswer(status, this.answerOf(route, source), isStream),
        ...errorAnswers(asked, this.errors.of(source)),
      },
      security: access.permission === null ? [{}] : [...token, { session: [] }],
      'x-permission': access.permission,
      'x-proof': access.needsProof,
      'x-second-factor': access.needsSecondFactor,
      'x-token': access.byToken,
    };
  }

  private answerOf(route: DeclaredRoute, source: ts.MethodDeclaration) {
    try {
      return this.answers.answerOf(source);
    } catch (error) {
      throw new Error(`${route.method} ${route.path}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  private operationId(controller: string, { handler }: DeclaredRoute): string {
    const start = controller.replace(/(Api)?Controller$/, '');
    const base = `${start[0]!.toLowerCase()}${start.slice(1)}.${handler}`;
    let id = base;
    for (let number = 2; this.operationIds.has(id); number += 1) id = `${base}${number}`;
    this.operationIds.add(id);
    return id;
  }

  private parametersOf(
    { path }: DeclaredRoute,
    args: readonly HandlerArgument[],
    source: ts.MethodDeclaration,
  ): Parameter[] {
    const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]): Parameter => {
      const arg = args.find(({ kind, data }) => kind === RouteParamtypes.PARAM && data === name);
      const schema = arg?.isUuid ? { type: 'string', format: 'uuid' } : { type: 'string' };
      return { name: name!, in: 'path', required: true, schema };
    });
    const inQuery = args
      .filter(({ kind }) => kind === RouteParamtypes.QUERY)
      .flatMap((arg) => this.queryOf(arg));
    const isRepeatable = source.parameters.some((one) =>
      ts.getDecorators(one)?.some((decorator) => decorator.getText().startsWith('@RequestId(')),
    );
    const key: Parameter = {
      name: 'idempotency-key',
      in: 'header',
      required: false,
      description: 'A UUID of this act: sent again with it, the act is done once.',
      schema: { type: 'string', format: 'uuid' },
    };
    return [...inPath, ...inQuery, ...(isRepeatable ? [key] : [])];
  }

  private queryOf({ data, type, isUuid }: HandlerArgument): Parameter[] {
    if (typeof data === 'string') {
      const schema = isUuid ? { type: 'string', format: 'uuid' } : { type: 'string' };
      return [{ name: data, in: 'query', required: false, schema }];
    }
    if (!this.bodies.isDto(type)) return [];
    const { properties = {}, required = [] } = this.bodies.schemaOf(type);
    return Object.entries(properties).map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: required.includes(name),
      ...(description && { description }),
      schema: withoutNull(schema),
    }));
  }

  private bodyOf(args: readonly HandlerArgument[], takesFile: boolean): Operation['requestBody'] {
    const body = args.find(({ kind }) => kind === RouteParamtypes.BODY);
    if (takesFile) {
      const fields = body && this.bodies.isDto(body.type) ? this.bodies.schemaOf(body.type) : {};
      const schema: Schema = {
        type: 'object',
        properties: { ...fields.properties, file: { type: 'string', format: 'binary' } },
        required: [...(fields.required ?? []), 'file'],
      };
      return { required: true, content: { 'multipart/form-data': { schema } } };
    }
    if (!body) return undefined;
    if (!this.bodies.isDto(body.type)) {
      const schema = this.answers.schemaOf(this.sources.checker.getTypeAtLocation(body.source));
      return { required: true, content: { 'application/json': { schema } } };
    }
    const schema = this.bodies.ref(body.type);
    const example = exampleOf(schema, this.bodies.components);
    return { required: true, content: { 'application/json': { schema, example } } };
  }
}

function argumentsOf(
  controller: Type,
  handler: string,
  source: ts.MethodDeclaration,
): HandlerArgument[] {
  const prototype = controller.prototype as object;
  const types = (Reflect.getMetadata('design:paramtypes', prototype, handler) ?? []) as unknown[];
  const found = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    { index: number; data?: unknown; pipes?: unknown[] }
  >;
  return Object.entries(found).map(([key, { index, data, pipes = [] }]) => {
    const kind = Number(key.split(':')[0]);
    return {
      index,
      kind: Number.isNaN(kind) ? null : (kind as RouteParamtypes),
      data,
      isUuid: pipes.some((pipe) => pipe === ParseUUIDPipe || pipe instanceof ParseUUIDPipe),
      type: types[index],
      source: source.parameters[index]!,
    };
  });
}

/** Of a route that takes no DTO: `@ApiConsumes` and `@ApiBody` say what it takes. */
function sentBodyOf(method: object): Operation['requestBody'] {
  const types = (Reflect.getMetadata(CONSUMES, method) ?? []) as string[];
  const declared = (Reflect.getMetadata(PARAMETERS, method) ?? []) as {
    in?: string;
    schema?: Schema;
  }[];
  const schema = declared.find((one) => one.in === 'body')?.schema;
  if (types.length === 0 || !schema) return undefined;
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

/** In an address nothing is null: what is left out is left out. */
function withoutNull(schema: Schema): Schema {
  if (schema.enum) return { ...schema, enum: schema.enum.filter((value) => value !== null) };
  if (!Array.isArray(schema.type)) return schema;
  const [type] = schema.type.filter((one) => one !== 'null');
  return { ...schema, type: type! };
}

const tagsOf = (paths: ApiDocument['paths']): { name: string }[] => {
  const names = Object.values(paths).flatMap((verbs) =>
    Object.values(verbs).flatMap(({ tags }) => tags),
  );
  return [...new Set(names)].sort().map((name) => ({ name }));
};
