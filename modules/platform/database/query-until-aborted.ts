import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { submit } from './pipeline';
import type { Tx } from './tx.types';

/** A cancel that arrives between two statements is dropped by PostgreSQL: it is sent again until the statement is over. */
const AGAIN_MS = 100;

/**
 * Runs `query`, a statement of `tx`, and cancels it in PostgreSQL when `signal` is aborted; it then fails with
 * query_canceled (57014). The cancel request uses another connection and is awaited before `tx` continues, so that it
 * can never hit a later statement or the next user of the connection.
 */
export async function queryUntilAborted<T>(
  dataSource: DataSource,
  tx: Tx,
  signal: AbortSignal,
  query: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const backend = tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const answer = query();
  let isOver = false;
  let sent: Promise<unknown> | undefined;
  const cancel = async () => {
    const [{ pid } = { pid: 0 }] = await backend;
    const runner = dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      while (!isOver) {
        sent = submit(client, { text: 'SELECT pg_cancel_backend($1)', values: [pid] });
        await sent;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    } finally {
      await runner.release();
    }
  };
  // Where no cancel can be sent, the statement ends by itself.
  const onAbort = () => void cancel().catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const [, found] = await Promise.all([backend, answer]);
    return found;
  } finally {
    isOver = true;
    signal.removeEventListener('abort', onAbort);
    await sent?.catch(() => undefined);
  }
}
