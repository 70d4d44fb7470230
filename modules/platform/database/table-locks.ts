import { setTimeout as wait } from 'node:timers/promises';
import { sqlState } from './transactions';

/** How long a change of the schema waits for a table, and whoever asks for the table after it. */
export const LOCK_TIMEOUT = '1s';
const TRIES = 60;

/** Tries anew where a table was held by somebody: requests of a server that goes on serving have their turn meanwhile. */
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
