/** A call of an operation as a command that can be copied. */
import type { FoundOperation } from './operations.rules';
import type { Schema } from './schema.types';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  date: '2026-11-24',
};

export function curlOf({ verb, path, operation }: FoundOperation, site: string): string {
  const query = operation.parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(valueOf(schema))}`);
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const address = `${site}${url}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const lines = [
    `curl${verb === 'get' ? '' : ` -X ${verb.toUpperCase()}`} '${address}'`,
    ...(operation['x-token'] && operation['x-permission'] !== null
      ? [`-H "Authorization: Bearer $MAWA_TOKEN"`]
      : []),
    ...bodyLines(type, body?.example),
  ];
  return lines.join(' \\\n  ');
}

function bodyLines(type: string | undefined, example: unknown): string[] {
  if (!type) return [];
  if (type === 'multipart/form-data') return [`-F 'file=@FILE'`];
  if (type !== 'application/json') return [`-H 'Content-Type: ${type}'`, `--data-binary @FILE`];
  const text = JSON.stringify(example ?? {}).replaceAll("'", String.raw`'\''`);
  return [`-H 'Content-Type: application/json'`, `-d '${text}'`];
}

const valueOf = ({ format, enum: values, type }: Schema): string =>
  String(values?.[0] ?? BY_FORMAT[format ?? ''] ?? (type === 'integer' ? 1 : 'VALUE'));
