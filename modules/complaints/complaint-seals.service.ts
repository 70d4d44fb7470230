import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import type { Tx } from '../platform/database/transactions';

/** Columns that hold a sealed text, by table. */
const COLUMNS = {
  complaint_words: 'text_sealed',
  complaint_accused: 'words_sealed',
  complaint_measures: 'note_sealed',
  complaint_checks: 'note_sealed',
} as const;
export type SealedTable = keyof typeof COLUMNS;

const sealedAddressOf = (table: SealedTable, row: string) => ({
  table,
  column: COLUMNS[table],
  row,
});

/** Every text of a complaint lies under the key of that complaint. */
@Injectable()
export class ComplaintSeals {
  constructor(private readonly keys: Keys) {}

  async seal(
    tx: Tx,
    complaintId: string,
    table: SealedTable,
    row: string,
    text: string,
  ): Promise<Buffer> {
    return seal(
      await this.keys.recordKey(tx, 'complaint', complaintId),
      sealedAddressOf(table, row),
      text,
    );
  }

  /** In the order given; null where there was no text. */
  async open(
    tx: Tx,
    complaintId: string,
    texts: readonly { table: SealedTable; row: string; sealed: Buffer | null }[],
  ): Promise<(string | null)[]> {
    if (texts.every(({ sealed }) => sealed === null)) return texts.map(() => null);
    const key = await this.keys.recordKey(tx, 'complaint', complaintId);
    return texts.map(({ table, row, sealed }) =>
      sealed === null ? null : open(key, sealedAddressOf(table, row), sealed).toString(),
    );
  }
}
