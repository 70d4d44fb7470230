import type { WrittenRecord } from './import-list.types';
import { DomainError } from '../platform/shared/domain.errors';

/** A record of an import is named once, in the first of its rows. */
export const uniqueById = (all: readonly WrittenRecord[]): WrittenRecord[] => [
  ...new Map(all.toReversed().map((one) => [one.id, one])).values(),
];

/** Shows an error of the file beside the field in which it was chosen. */
export function translateFileError(error: unknown): never {
  if (!(error instanceof DomainError) || !error.code.startsWith('imports.')) throw error;
  throw new DomainError(error.kind, error.code, error.params, 'file');
}
