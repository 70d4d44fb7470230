import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import type { Tx } from '../../src/database/transactions';

/** Columns that hold a sealed text, by table. */
const COLUMNS = {
  complaint_words: 'text_sealed',
  complaint_accused: 'words_sealed',
  complaint_measures: 'note_sealed',
  complaint_checks: 'note_sealed',
} as const;
export type SealedIn = keyof typeof COLUMNS;

const place = (table: SealedIn, row: string) => ({ table, column: COLUMNS[table], row });

/** Every text of a complaint lies under the key of that complaint. */
@Injectable()
export class ComplaintSeals {
  constructor(private readonly keys: Keys) {}

  async seal(
    tx: Tx,
    complaintId: string,
    table: SealedIn,
    row: string,
    text: string,
  ): Promise<Buffer> {
    return seal(await this.keys.recordKey(tx, 'complaint', complaintId), place(table, row), text);
  }

  /** In the order given; null where there was no text. */
  async open(
    tx: Tx,
    complaintId: string,
    texts: readonly { table: SealedIn; row: string; sealed: Buffer | null }[],
  ): Promise<(string | null)[]> {
    if (texts.every(({ sealed }) => sealed === null)) return texts.map(() => null);
    const key = await this.keys.recordKey(tx, 'complaint', complaintId);
    return texts.map(({ table, row, sealed }) =>
      sealed === null ? null : open(key, place(table, row), sealed).toString(),
    );
  }
}
