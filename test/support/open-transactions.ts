/** Transactions that stay open until the test says so: who waits for whom, without clocks. */
import type { Client } from 'pg';
import type { Transactions, Tx } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';

export interface OpenTransaction<T> {
  readonly result: T;
  commit(): Promise<void>;
}

/** Runs `work`, then keeps its transaction open. */
export async function openTransaction<T>(
  transactions: Transactions,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
): Promise<OpenTransaction<T>> {
  let commit!: () => void;
  const until = new Promise<void>((resolve) => (commit = resolve));
  let started!: (result: T) => void;
  const begun = new Promise<T>((resolve) => (started = resolve));
  const whole = transactions.run(actor, async (tx) => {
    started(await work(tx));
    await until;
  });
  return {
    result: await Promise.race([begun, whole.then(() => begun)]),
    commit: async () => {
      commit();
      await whole;
    },
  };
}

/** Resolves once this many transactions of the application wait for a lock; fails after 30 s. */
export async function untilWaiting(admin: Client, count = 1): Promise<void> {
  for (let left = 1500; left > 0; left -= 1) {
    const { rows } = await admin.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`fewer than ${count} transactions wait for a lock`);
}
