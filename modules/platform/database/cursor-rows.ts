import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';
import type { Tx } from './tx.types';

/** Rows of a cursor WITH HOLD, read piece by piece on a connection of their own, which `close` gives back. */
export interface CursorRows {
  /** The next of them, each value as PostgreSQL writes it; empty at the end. */
  next(count: number): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

export interface SelectStatement {
  readonly sql: string;
  readonly params: unknown[];
}

const AS_WRITTEN = { getTypeParser: () => (value: string) => value };

export const cursorName = (): string => `held_${randomBytes(8).toString('hex')}`;

export const declareCursor = (tx: Tx, cursor: string, { sql, params }: SelectStatement) =>
  tx.query(`DECLARE ${cursor} NO SCROLL CURSOR WITH HOLD FOR ${sql}`, params);

/** `openForMs`: the transaction of the cursor is still open, and is committed after that time. */
export async function cursorRows(
  runner: QueryRunner,
  cursor: string,
  openForMs?: number,
): Promise<CursorRows> {
  const client = (await runner.connect()) as PoolClient;
  let isOpen = openForMs !== undefined;
  let closing: Promise<void> | null = null;
  const commit = (): void => {
    isOpen = false;
    // If the commit fails, the next FETCH fails too and reports it to the reader.
    client.query('COMMIT').catch(() => undefined);
  };
  const timer = isOpen ? setTimeout(commit, openForMs).unref() : undefined;
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    // A broken connection holds nothing.
    await client.query(isOpen ? 'ROLLBACK' : `CLOSE ${cursor}`).catch(() => undefined);
    await runner.release();
  };
  return {
    next: async (count) => {
      if (closing) return []; // the connection may be somebody else's by now
      const text = `FETCH ${count} FROM ${cursor}`;
      const asked = { text, rowMode: 'array', types: AS_WRITTEN } as const;
      return (await client.query<(string | null)[]>(asked)).rows;
    },
    close: () => (closing ??= close()),
  };
}
