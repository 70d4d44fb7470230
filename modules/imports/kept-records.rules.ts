import type { KeptRecord, WrittenRecord } from './import-list.types';

/** Of what a file had written, the records that stay because they are not the actor's to remove. */
export const keptOfOthers = (
  written: readonly WrittenRecord[],
  removed: ReadonlySet<string>,
): KeptRecord[] =>
  written.filter(({ id }) => !removed.has(id)).map(({ row }) => ({ row, why: 'not_yours' }));
