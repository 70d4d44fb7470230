import { Injectable } from '@nestjs/common';
import { Keys, open } from '../access';
import { record } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';

export const notePlace = (id: string) => ({ table: 'services', column: 'note', row: id });

/** The note of a service is sealed under the person's key; opening it is recorded. */
@Injectable()
export class ServiceNotes {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  read(actor: Actor, id: string): Promise<{ note: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ caseId: string; sealed: Buffer | null }>(
        'SELECT case_id AS "caseId", note_sealed AS sealed FROM services WHERE id = $1',
        [id],
      );
      const key = row?.sealed ? await this.keys.caseKey(tx, row.caseId) : null;
      if (!row?.sealed || !key) throw notFound();
      const fields = ['note'];
      const ids = [id, row.caseId];
      await record(tx, { action: 'services.read_note', kind: 'service', ids, fields });
      return { note: open(key, notePlace(id), row.sealed).toString('utf8') };
    });
  }
}
