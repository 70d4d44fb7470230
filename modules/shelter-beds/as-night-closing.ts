import type { Tx } from '../../src/database/transactions';
import { NIGHT_CLOSING } from '../../src/shared/actor';

/**
 * What a late entry does to nights that are closed is booked by night closing, within the
 * transaction of the entry: whoever keeps the door of a shelter has no right in the ledger.
 */
export async function asNightClosing<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const become = (userId: string) =>
    tx.query(`SELECT set_config('mawa.actor', $1, true)`, [userId]);
  await become(NIGHT_CLOSING.userId);
  const result = await work({ ...tx, actor: NIGHT_CLOSING });
  await become(tx.actor.userId); // after an error the rollback forgets it
  return result;
}
