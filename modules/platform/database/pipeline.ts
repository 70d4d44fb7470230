import type { Writable } from 'node:stream';
import type { PoolClient, QueryResult } from 'pg';

export interface Statement {
  readonly text: string;
  readonly values?: unknown[];
  /** Under which the connection keeps it prepared. */
  readonly name?: string;
}

/** Member that the type declarations of the driver omit. */
interface WithSocket {
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
}

/**
 * Sends a statement at once: PostgreSQL answers in the order in which it was asked (`pipeline` in data-source.ts), and
 * statements that are sent before anything is waited for leave in one write.
 */
export function submit(client: PoolClient, statement: Statement): Promise<QueryResult> {
  const { stream } = (client as unknown as WithSocket).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return client.query({ ...statement, values: statement.values });
}
