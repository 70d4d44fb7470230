import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { record } from '../audit';
import type { HiddenPlace, OutgoingDocument } from '../disclosure';
import { Transactions, sqlState } from '../platform/database/transactions';
import { IDENTITY_SCAN, type Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';

const place = (row: string) => ({ table: 'shelter_addresses', column: 'sealed', row });

/** Address of a shelter: written once by the colleague who opens the shelter; read and changed by its staff only. */
@Injectable()
export class ShelterAddress {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  write(actor: Actor, shelterId: string, address: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [shelter] = await tx.query('SELECT 1 FROM shelters WHERE id = $1', [shelterId]);
      const member = actor.shelterIds.includes(shelterId);
      if (!shelter || !(member || actor.roles.includes('administrator'))) throw notFound();
      const key = await this.keys.recordKey(tx, 'shelter', shelterId);
      const sealed = seal(key, place(shelterId), address);
      const onAgain = member
        ? 'ON CONFLICT (shelter_id) DO UPDATE SET sealed = excluded.sealed, sealed_at = mawa_now()'
        : '';
      try {
        await tx.query(
          `INSERT INTO shelter_addresses (shelter_id, sealed) VALUES ($1, $2) ${onAgain}`,
          [shelterId, sealed],
        );
      } catch (error) {
        if (sqlState(error) !== '23505') throw error;
        throw new DomainError('conflict', 'beds.address_is_set', {}, 'address');
      }
      const fields = ['address'];
      await record(tx, {
        action: 'shelters.write_address',
        kind: 'shelter',
        ids: [shelterId],
        fields,
      });
    });
  }

  show(actor: Actor, shelterId: string): Promise<{ address: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ sealed: Buffer }>(
        'SELECT sealed FROM shelter_addresses WHERE shelter_id = $1',
        [shelterId],
      );
      if (!row) throw notFound();
      const key = await this.keys.recordKey(tx, 'shelter', shelterId);
      const fields = ['address'];
      await record(tx, {
        action: 'shelters.show_address',
        kind: 'shelter',
        ids: [shelterId],
        fields,
      });
      return { address: open(key, place(shelterId), row.sealed).toString('utf8') };
    });
  }

  /**
   * Names and addresses of all shelters for one automatic comparison; only for the named system user, with an audit row
   * of the number. The decrypted values exist within the caller's call only.
   */
  async forComparing({ id: outgoing, kind }: OutgoingDocument): Promise<HiddenPlace[]> {
    const rows = await this.transactions.run(IDENTITY_SCAN, (tx) =>
      tx.query<{ id: string; name: string; sealed: Buffer | null; wrapped: Buffer | null }>(
        'SELECT shelter_id AS id, name, sealed, wrapped FROM scan_shelters($1, $2)',
        [outgoing, kind],
      ),
    );
    return rows.map(({ id, name, sealed, wrapped }) => ({
      name,
      // An address that does not open stops it: what could not be read cannot be ruled out.
      address:
        sealed && open(this.keys.unwrap('shelter', id, wrapped!), place(id), sealed).toString(),
    }));
  }
}
