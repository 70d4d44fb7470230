import { setTimeout as wait } from 'node:timers/promises';
import { sqlState } from './transactions';

/** How long a schema change waits for a table lock. Requests for the table queue behind it meanwhile. */
export const LOCK_TIMEOUT = '1s';
const TRIES = 60;

/** Retries when a table is locked, so that requests of running servers are served between the attempts. */
export async function untilTablesAreFree<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const isBusy = ['55P03', '40P01'].includes(sqlState(error) ?? '');
      if (!isBusy || tried === TRIES) throw error;
      await wait(500);
    }
  }
}
