/** Operations of the document, found by area, by name and by words. */
import type { ApiDocument, Operation, Verb } from './api-document.types';

export interface FoundOperation {
  readonly verb: Verb;
  readonly path: string;
  readonly operation: Operation;
}

const VERBS: readonly Verb[] = ['get', 'post', 'put', 'patch', 'delete'];

export const operationsOf = ({ paths }: ApiDocument): FoundOperation[] =>
  Object.entries(paths).flatMap(([path, verbs]) =>
    VERBS.flatMap((verb) => {
      const operation = verbs[verb];
      return operation ? [{ verb, path, operation }] : [];
    }),
  );

export interface Area {
  readonly name: string;
  readonly count: number;
}

export function areasOf(operations: readonly FoundOperation[]): Area[] {
  const counts = new Map<string, number>();
  for (const { operation } of operations)
    for (const tag of operation.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort(byName);
}

const byName = (one: Area, other: Area): number => (one.name < other.name ? -1 : 1);

/** Those in whose method, path, summary, permission or area every word stands. */
export function searchOperations(
  operations: readonly FoundOperation[],
  text: string,
): FoundOperation[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter(({ verb, path, operation }) => {
    const { summary, description, tags, operationId } = operation;
    const permission = operation['x-permission'];
    const all = [verb, path, summary, description, operationId, permission, ...tags];
    const searched = all.join(' ').toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
