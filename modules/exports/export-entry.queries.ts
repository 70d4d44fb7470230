/** The entry of an export in the register and in the audit: before its first byte, and when it ended. */
import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import type { ExcludedPeople } from './excluded-people.rules';
import type { ExportList } from './export-list.types';
import { filtersOf } from './export-lists.service';
import type { ExportRequest } from './export-request.types';
import type { StreamEnd } from './row-stream.service';

export interface ExportEntry {
  readonly id: string;
  readonly list: ExportList;
  readonly request: ExportRequest;
  /** Null: the list is long and read once, while it is handed over. */
  readonly lines: number | null;
  readonly leftOut: ExcludedPeople;
  /**
   * People disclosed to an external recipient, for the audit: it answers a person who asks what was disclosed about
   * her.
   */
  readonly people: readonly string[];
}

export async function registerExport(tx: Tx, entry: ExportEntry): Promise<void> {
  const { id, list, lines, leftOut, people } = entry;
  const { format, words, language, to, why } = entry.request;
  const filters = Object.keys(filtersOf(list, entry.request.filters));
  await tx.query(
    `INSERT INTO exports (id, list, class, format, words, language, filters, recipient, recipient_id, why, lines, left_out_few, left_out_about)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      list.key,
      list.class,
      format,
      words,
      language,
      filters,
      to.kind,
      to.kind === 'organisation' ? to.id : null,
      why,
      lines,
      leftOut.few,
      leftOut.about,
    ],
  );
  await record(tx, {
    action: 'exports.take',
    kind: 'export',
    ids: [id, ...people],
    fields: [list.key, list.class, ...(lines === null ? [] : [`lines:${lines}`]), ...filters],
  });
}

/** The audit has the number of lines once: here, where it was not known when the export began. */
export async function recordEnd(tx: Tx, entry: ExportEntry, end: StreamEnd): Promise<void> {
  await tx.query('UPDATE exports SET handed_over = $2, whole = $3 WHERE id = $1', [
    entry.id,
    end.lines,
    end.whole,
  ]);
  if (entry.lines !== null) return;
  await record(tx, {
    action: 'exports.end',
    kind: 'export',
    ids: [entry.id],
    fields: [entry.list.key, `lines:${end.lines}`, end.whole ? 'whole' : 'cut_off'],
  });
}
