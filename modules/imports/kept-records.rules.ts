import type { KeptRecord, WrittenRecord } from './import-list.types';

/** Records of a run that stay because the actor may not remove them. */
export const keptOfOthers = (
  written: readonly WrittenRecord[],
  removed: ReadonlySet<string>,
): KeptRecord[] =>
  written.filter(({ id }) => !removed.has(id)).map(({ row }) => ({ row, why: 'not_yours' }));
