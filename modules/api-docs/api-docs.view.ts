import type { Language } from '../platform/shared/actor';
import { hasSentence, keyOfCode, sentencePattern, translate } from '../platform/web/i18n';
import type { ApiDocsQueryDto } from './api-docs.dto';
import type { Answer, ApiDocument, MediaType, Operation } from './api-document.types';
import { curlOf } from './curl.rules';
import { areasOf, operationsOf, searchOperations, type FoundOperation } from './operations.rules';
import { fieldsOf, typeOf } from './schema-fields.rules';

export const API_DOCS_PATH = '/api/docs';

interface Reader {
  readonly site: string;
  readonly language: Language;
}

const areaPath = (area: string) => `${API_DOCS_PATH}?area=${encodeURIComponent(area)}`;
const operationPath = (id: string) => `${API_DOCS_PATH}?operation=${encodeURIComponent(id)}`;

export function apiDocsModel(
  document: ApiDocument | null,
  { q = '', area, operation }: ApiDocsQueryDto,
  reader: Reader,
) {
  const title = translate(reader.language, 'api-docs:title');
  if (!document) return { title, isMissing: true };
  const all = operationsOf(document);
  const one = all.find((found) => found.operation.operationId === operation);
  if (!q && one) return { ...operationModel(one, document, reader), isOperation: true };
  const words = q.trim();
  const shown = words
    ? searchOperations(all, words)
    : all.filter((found) => found.operation.tags.includes(area ?? ''));
  return {
    title: !words && shown.length > 0 ? area : title,
    isList: true,
    isIndex: !words && shown.length === 0,
    version: document.info.version,
    count: all.length,
    q: words,
    found: shown.length,
    operations: shown.map(lineOf),
    areas: areasOf(all).map(({ name, count }) => ({ name, count, path: areaPath(name) })),
    indexPath: API_DOCS_PATH,
  };
}

const lineOf = ({ verb, path, operation }: FoundOperation) => ({
  verb: verb.toUpperCase(),
  path,
  summary: operation.summary,
  opensAt: operationPath(operation.operationId),
});

function operationModel(found: FoundOperation, document: ApiDocument, { site, language }: Reader) {
  const { verb, path, operation } = found;
  const { schemas } = document.components;
  const [area = ''] = operation.tags;
  const body = Object.entries(operation.requestBody?.content ?? {});
  return {
    title: operation.summary.replace(/\.$/, ''),
    area,
    areaPath: areaPath(area),
    verb: verb.toUpperCase(),
    path,
    description: operation.description ?? null,
    permission: operation['x-permission'],
    byToken: operation['x-token'],
    needsProof: operation['x-proof'],
    needsSecondFactor: operation['x-second-factor'],
    curl: curlOf(found, site),
    parameters: operation.parameters.map((one) => ({
      name: one.name,
      place: translate(language, `api-docs:in.${one.in}`),
      type: typeOf(one.schema, schemas),
      isRequired: one.required,
      description: one.description ?? null,
    })),
    bodies: body.map(([type, media]) => contentModel(type, media, schemas)),
    answers: Object.entries(operation.responses)
      .filter(([, answer]) => !answer['x-codes'])
      .map(([status, { content = {} }]) => ({
        status,
        contents: Object.entries(content).map(([type, media]) =>
          contentModel(type, media, schemas),
        ),
      })),
    ...errorGroups(operation, language),
  };
}

/** Apart from those that any operation may answer. */
function errorGroups({ responses }: Operation, language: Language) {
  const all = Object.entries(responses).flatMap(([status, answer]) =>
    errorsOf(status, answer, language),
  );
  const isCommon = ({ code }: { code: string }) => /^(access|common)\./.test(code);
  return { errors: all.filter((one) => !isCommon(one)), commonErrors: all.filter(isCommon) };
}

const contentModel = (
  type: string,
  { schema, example }: MediaType,
  schemas: ApiDocument['components']['schemas'],
) => ({
  type,
  typeName: typeOf(schema, schemas),
  fields: fieldsOf(schema, schemas),
  example: example === undefined ? null : JSON.stringify(example, null, 2),
});

const errorsOf = (status: string, answer: Answer, language: Language) =>
  (answer['x-codes'] ?? []).map((code) => ({
    status,
    code,
    sentence: hasSentence(keyOfCode(code)) ? sentencePattern(language, keyOfCode(code)) : '',
  }));
