import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { LOCK_TIMEOUT } from './table-locks';

const common = {
  type: 'postgres',
  synchronize: false,
  migrationsTableName: 'migrations',
  // Sessions use UTC; civil dates are strings and never become a Date. JIT is off, because compiling a plan takes
  // longer than any statement of a page. random_page_cost is that of solid-state disks.
  extra: { options: '-c timezone=UTC -c DateStyle=ISO,YMD -c jit=off -c random_page_cost=1.1' },
} as const;

/** The application's own connections: the runtime role, which owns nothing. */
export function appOptions(url: string, pool: number): PostgresDataSourceOptions {
  return {
    ...common,
    url,
    applicationName: 'mawa',
    extra: {
      ...common.extra,
      max: pool,
      // A statement is sent before the one before it is answered: see pipeline.ts.
      pipeline: true,
      idleTimeoutMillis: 30_000,
      statement_timeout: 60_000,
      // For a connection that is free as well as for one that is made.
      connectionTimeoutMillis: 15_000,
      // Detects a dead peer, so that its connections are released.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    },
  };
}

/** Short timeouts: if the replica does not respond, the primary answers instead. */
export function replicaOptions(url: string, pool: number): PostgresDataSourceOptions {
  const options = appOptions(url, pool);
  return {
    ...options,
    applicationName: 'mawa-replica-reads',
    extra: { ...(options.extra as object), connectionTimeoutMillis: 3_000, query_timeout: 70_000 },
  };
}

/** The owner's connection: migrations and the drift check, nothing else. */
export function ownerDataSource(
  url: string,
  migrations: DataSource['options']['migrations'],
): DataSource {
  return new DataSource({
    ...common,
    url,
    migrations,
    migrationsTransactionMode: 'each',
    applicationName: 'mawa-migrations',
    // A step that waits for a table lock is retried; the attempt must not be printed as an error. Final failures are
    // thrown.
    logger: 'debug',
    // Defaults of columns read mawa_now(); rows that migrations write carry their own instants.
    extra: { options: `${common.extra.options} -c lock_timeout=${LOCK_TIMEOUT}`, max: 2 },
  });
}
