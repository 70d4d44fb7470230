import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** Statements that a connection keeps prepared; each takes some 30 to 90 kB there (docs/performance.md). */
const MOST_KEPT = 250;

/** Only these can be prepared, and only one at a time. */
const PREPARABLE = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE|MERGE)\b/i;

interface ConnectionStatements {
  /** From the text of the statement to its name on this connection, the longest unused first. */
  readonly names: Map<string, string>;
  /** Names given up whose statements the server still keeps: a transaction that has failed refuses DEALLOCATE too. */
  readonly refused: Set<string>;
  made: number;
}

const statementsOf = new WeakMap<PoolClient, ConnectionStatements>();

/** The last texts that were asked once: what is asked again is worth keeping. */
const askedOnce = new Set<string>();
const MOST_REMEMBERED = 2_000;

const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 16);

function isAskedAgain(text: string): boolean {
  if (askedOnce.has(text)) return true;
  askedOnce.add(text);
  if (askedOnce.size > MOST_REMEMBERED) askedOnce.delete(askedOnce.values().next().value!);
  return false;
}

/** A statement whose first use failed is known to us, and not to the server. */
const isSent = (client: PoolClient, name: string): boolean => {
  const { connection } = client as unknown as {
    connection: Record<'parsedStatements' | 'submittedNamedStatements', Record<string, string>>;
  };
  return name in connection.parsedStatements || name in connection.submittedNamedStatements;
};

/** Gives up the statement, and with it those that could not be given up before. */
function deallocate(client: PoolClient, own: ConnectionStatements, name: string): void {
  const names = [...own.refused, name].filter((unused) => isSent(client, unused));
  own.refused.clear();
  for (const unused of names)
    client.query(`DEALLOCATE "${unused}"`).catch(() => own.refused.add(unused));
}

/**
 * The name under which this connection prepares the statement; undefined where it is asked for the first time or
 * cannot be prepared. Beyond the bound the longest unused statement is given up. A name is never used twice on a
 * connection, since the driver remembers those that it sent.
 */
export function preparedName(client: PoolClient, text: string): string | undefined {
  if (!PREPARABLE.test(text)) return undefined;
  const own: ConnectionStatements = statementsOf.get(client) ?? {
    names: new Map(),
    refused: new Set(),
    made: 0,
  };
  statementsOf.set(client, own);
  const known = own.names.get(text);
  if (known) {
    own.names.delete(text);
    own.names.set(text, known);
    return known;
  }
  if (!isAskedAgain(text)) return undefined;
  if (own.names.size >= MOST_KEPT) {
    const [oldest, name] = own.names.entries().next().value!;
    own.names.delete(oldest);
    deallocate(client, own, name);
  }
  const name = `${(own.made += 1)}_${digestOf(text)}`;
  own.names.set(text, name);
  return name;
}

/** One statement outside of a transaction, prepared on the connection that it gets. */
export async function queryPrepared<T>(
  dataSource: DataSource,
  text: string,
  values: readonly unknown[],
): Promise<T[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    void dataSource.logger.logQuery(text, [...values], runner);
    const name = preparedName(client, text);
    return (await client.query({ name, text, values: [...values] })).rows as T[];
  } finally {
    await runner.release();
  }
}
