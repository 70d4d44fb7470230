import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { record } from '../audit';
import { normalisePhone } from '../beneficiaries';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';

/** The telephone of a shelter that is answered day and night; null where none was entered. */
export interface DutyNumber {
  readonly number: string | null;
}

const place = (row: string) => ({ table: 'shelter_duty_numbers', column: 'sealed', row });

/** Entered by managers of the shelter; read there, and by an operator while a bed is held for a call of theirs. */
@Injectable()
export class DutyNumbers {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  /** An empty text removes the number. */
  write(actor: Actor, shelterId: string, text: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [shelter] = await tx.query<{ manages: boolean }>(
        'SELECT mawa_manages_shelter(id) AS manages FROM shelters WHERE id = $1',
        [shelterId],
      );
      if (!shelter?.manages) throw notFound();
      if (text.trim() === '') {
        await tx.query('DELETE FROM shelter_duty_numbers WHERE shelter_id = $1', [shelterId]);
      } else {
        const number = normalisePhone(text);
        if (number === null) throw new DomainError('invalid', 'houses.not_telephone', {}, 'number');
        const key = await this.keys.recordKey(tx, 'duty_number', shelterId);
        await tx.query(
          `INSERT INTO shelter_duty_numbers (shelter_id, sealed) VALUES ($1, $2)
           ON CONFLICT (shelter_id) DO UPDATE
             SET sealed = excluded.sealed, set_by = excluded.set_by, set_at = mawa_now()`,
          [shelterId, seal(key, place(shelterId), number)],
        );
      }
      await record(tx, {
        action: 'shelters.write_duty_number',
        kind: 'shelter',
        ids: [shelterId],
        fields: ['dutyNumber'],
      });
    });
  }

  show(actor: Actor, shelterId: string): Promise<DutyNumber> {
    return this.transactions.run(actor, (tx) => this.showIn(tx, shelterId));
  }

  /** Audited if there is a number; "not found" for readers without access. */
  async showIn(tx: Tx, shelterId: string): Promise<DutyNumber> {
    const [shelter] = await tx.query<{ readable: boolean; sealed: Buffer | null }>(
      `SELECT may_read_duty_number(s.id) AS readable, d.sealed
         FROM shelters s LEFT JOIN shelter_duty_numbers d ON d.shelter_id = s.id WHERE s.id = $1`,
      [shelterId],
    );
    if (!shelter?.readable) throw notFound();
    if (shelter.sealed === null) return { number: null };
    const key = await this.keys.recordKey(tx, 'duty_number', shelterId);
    await record(tx, {
      action: 'shelters.show_duty_number',
      kind: 'shelter',
      ids: [shelterId],
      fields: ['dutyNumber'],
    });
    return { number: open(key, place(shelterId), shelter.sealed).toString('utf8') };
  }
}
