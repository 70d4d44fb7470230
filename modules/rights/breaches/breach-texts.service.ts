import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import type { Tx } from '../../platform/database/transactions';

/** Columns that hold a sealed text, by table. */
const COLUMNS = {
  breaches: 'text_sealed',
  breach_steps: 'lessons_sealed',
  breach_assessments: 'reason_sealed',
  breach_measures: 'note_sealed',
  breach_notices: 'reference_sealed',
  breach_waivers: 'note_sealed',
} as const;
export type BreachTable = keyof typeof COLUMNS;

const addressOf = (table: BreachTable, row: string) => ({ table, column: COLUMNS[table], row });

/** Every text of a breach lies under the key of that breach, which auditors do not read. */
@Injectable()
export class BreachTexts {
  constructor(private readonly keys: Keys) {}

  async seal(
    tx: Tx,
    breachId: string,
    table: BreachTable,
    row: string,
    text: string,
  ): Promise<Buffer> {
    return seal(await this.keys.recordKey(tx, 'breach', breachId), addressOf(table, row), text);
  }

  /** Seals the text of a new breach before its row exists, with a new key. */
  async sealNew(tx: Tx, breachId: string, text: string): Promise<Buffer> {
    const keys = await this.keys.newRecordKeys(tx, 'breach', [breachId]);
    return seal(keys.get(breachId)!, addressOf('breaches', breachId), text);
  }

  /** In the order given; null where there was no text. */
  async open(
    tx: Tx,
    breachId: string,
    texts: readonly {
      readonly table: BreachTable;
      readonly row: string;
      readonly sealed: Buffer | null;
    }[],
  ): Promise<(string | null)[]> {
    const key = await this.keys.recordKey(tx, 'breach', breachId);
    return texts.map(({ table, row, sealed }) =>
      sealed === null ? null : open(key, addressOf(table, row), sealed).toString(),
    );
  }
}
