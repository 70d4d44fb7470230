import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Client, type Pool, type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { createKeyFile, PasswordCost, Sessions } from '../../modules/access';
import { Refusals } from '../../modules/audit';
import { readEnv, type Env } from '../../modules/platform/config/env';
import { createApp } from '../../src/create-app';
import { observeOperation, OperationMetrics } from '../../modules/platform/metrics';
import { NotificationListener } from '../../modules/platform/database/notification-listener';
import { JobQueue, JobRunner, openJobQueue } from '../../modules/platform/queue';
import { SettableClock } from '../../modules/platform/shared/clock';
import { TONIGHT, type StartOptions } from './app';
import { freshDatabase, type TestDatabase } from './database';

/** The least that Argon2 can do: what a password really costs is tested in test/access/sign-in. */
const PASSWORD_COST = new PasswordCost(8, 1);

/** Answers after which the application counts something in its memory. */
const COUNTED = new Set([413, 429, 431, 503]);

/** A setting that an application takes over while it runs; with any other one is made for its caller alone. */
const TAKEN_OVER = 'MAWA_IDLE_MINUTES';

/** `ref` and `unref` as of a socket: whether the process waits for it. The types of the driver lack them. */
type AdminClient = Client & { ref(): void; unref(): void };

interface ListeningApp {
  readonly app: NestFastifyApplication;
  readonly clock: SettableClock;
  readonly env: Env;
  readonly database: TestDatabase;
  /** As the superuser of the database. */
  admin: AdminClient;
  /** It counted refusals that a later test would meet. */
  hasCounted: boolean;
}

export interface RunningApp extends ListeningApp {
  stop(): Promise<void>;
}

/** Jest loads this file anew for each test file; what stands ready belongs to the worker. */
const READY = Symbol.for('mawa.ready-app');
const worker = globalThis as { [READY]?: ListeningApp };

/**
 * An application that listens, with a database that is as new. Starting one takes longer than most tests, so that
 * one which holds nothing of its last test waits for the next, together with its database: what connections have
 * planned is of use to the next test too.
 */
export async function runningApp(options: StartOptions): Promise<RunningApp> {
  const settings = Object.keys(options.env ?? {});
  const isPlain =
    options.passwordCost === undefined &&
    options.database === undefined &&
    settings.every((name) => name === TAKEN_OVER);
  const waiting = isPlain ? worker[READY] : undefined;
  if (waiting) worker[READY] = undefined;
  const at = new Date(options.at ?? TONIGHT);
  const found = waiting
    ? await reuse(waiting, at, options)
    : await start(options.database ?? (await freshDatabase()), at, options);
  return Object.assign(found, {
    stop: async () => {
      if (isPlain && !worker[READY] && isUntouched(found)) return keepForNextTest(found);
      await found.admin.end();
      await closed(found.app);
      await found.database.drop();
    },
  });
}

const CLOSES_WITHIN_MS = 20_000;

/** An application that does not come to its end says what it waits for, and loses the connections that are still open. */
async function closed(app: NestFastifyApplication): Promise<void> {
  const late = setTimeout(() => {
    const open = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`an application waits for its end: ${open}\n`);
    app.getHttpServer().closeAllConnections();
  }, CLOSES_WITHIN_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(late);
  }
}

async function start(
  database: TestDatabase,
  at: Date,
  options: StartOptions,
): Promise<ListeningApp> {
  const data = mkdtempSync(join(tmpdir(), 'mawa-test-'));
  const env = readEnv({
    MAWA_DATA: data,
    LOG_LEVEL: 'silent',
    DATABASE_POOL: '10',
    ...options.env,
  });
  if (!existsSync(env.keyFile)) createKeyFile(env.keyFile);
  const clock = new SettableClock(at);
  const passwordCost = options.passwordCost ?? PASSWORD_COST;
  const app = await createApp({ env, databaseUrl: database.appUrl, clock, passwordCost });
  const admin = await connected(database.adminUrl);
  const found: ListeningApp = { app, clock, env, database, admin, hasCounted: false };
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onResponse', async (_, { statusCode }) => {
    if (COUNTED.has(statusCode)) found.hasCounted = true;
  });
  await app.init();
  await server.ready();
  await app.listen(0, '127.0.0.1');
  await keepConnections(app);
  return found;
}

/** No line to other processes was opened, nothing counted, and nobody closed it. */
function isUntouched({ app, hasCounted }: ListeningApp): boolean {
  const { handlers } = app.get(NotificationListener) as unknown as { handlers: { size: number } };
  const isOpen = app.getHttpServer().listening && app.get(DataSource).isInitialized;
  return isOpen && !hasCounted && handlers.size === 0;
}

async function keepForNextTest(found: ListeningApp): Promise<void> {
  const { app, database } = found;
  jest.restoreAllMocks(); // What the next test asks is no longer the last one's.
  await app.get(Refusals).flush();
  app.get(JobRunner).stop();
  await app.get(JobQueue).close();
  if (!(await isReset(found))) {
    await found.admin.end().catch(() => undefined);
    await app.get(DataSource).destroy();
    await database.drop();
  }
  app.getHttpServer().unref(); // One that waits keeps no run from its end.
  found.admin.unref();
  worker[READY] = found;
}

/** True where the database is as new again; what used it has come to an end, and nobody else is connected to it. */
async function isReset({ app, admin }: ListeningApp): Promise<boolean> {
  const pool = poolOf(app);
  const untilIdle = Date.now() + 2_000;
  while (pool.totalCount > pool.idleCount) {
    if (Date.now() > untilIdle) return false;
    await sleep(5);
  }
  try {
    for (const client of await all(pool)) {
      await client.query('RESET ALL; SELECT pg_advisory_unlock_all(); DISCARD TEMP');
      client.release();
    }
    admin.removeAllListeners('notification');
    await admin.query('ROLLBACK; RESET ALL; RESET SESSION AUTHORIZATION; UNLISTEN *');
    await admin.query(
      `SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend'
          AND NOT pid = ANY ($1::int[] || pg_backend_pid())`,
      [pool._clients.map(({ processID }) => processID)],
    );
    const { rows } = await admin.query<{ reset: boolean }>('SELECT pristine.reset()');
    return rows[0]!.reset;
  } catch {
    return false;
  }
}

async function reuse(found: ListeningApp, at: Date, options: StartOptions): Promise<ListeningApp> {
  const { app, clock, env, database } = found;
  app.getHttpServer().ref();
  found.admin.ref();
  clock.set(at);
  for (const name of readdirSync(env.MAWA_DATA)) {
    const path = join(env.MAWA_DATA, name);
    if (path !== env.keyFile) rmSync(path, { recursive: true, force: true });
  }
  const { MAWA_IDLE_MINUTES } = readEnv({ MAWA_DATA: env.MAWA_DATA, ...options.env });
  Object.assign(env, { MAWA_IDLE_MINUTES });
  Object.assign(app.get(Sessions), { idleMinutes: MAWA_IDLE_MINUTES });
  Object.assign(app.get(JobQueue), openJobQueue({ databaseUrl: database.appUrl }));
  const refusals = app.get(Refusals) as unknown as { limit: RateLimiterMemory };
  const { points, duration } = refusals.limit;
  refusals.limit = new RateLimiterMemory({ points, duration });
  if (!app.get(DataSource).isInitialized) {
    await freshDatabase(database.name);
    found.admin = await connected(database.adminUrl);
    await app.get(DataSource).initialize();
    await keepConnections(app);
  }
  observeOperation(app.get(OperationMetrics), env.MAWA_DATA);
  return found;
}

async function connected(connectionString: string): Promise<AdminClient> {
  const client = new Client({ connectionString }) as AdminClient;
  client.on('error', () => undefined); // A run that ends drops its databases under whoever waits.
  await client.connect();
  return client;
}

interface ConnectionPool extends Pool {
  readonly options: Pool['options'] & { allowExitOnIdle: boolean; idleTimeoutMillis: number };
  readonly _clients: readonly { readonly processID: number }[];
}

const poolOf = (app: NestFastifyApplication): ConnectionPool =>
  (app.get(DataSource).driver as unknown as { master: ConnectionPool }).master;

/** Connections wait open for the next test, and keep no run from its end; those that are open already from here on. */
async function keepConnections(app: NestFastifyApplication): Promise<void> {
  const pool = poolOf(app);
  Object.assign(pool.options, { allowExitOnIdle: true, idleTimeoutMillis: 0 });
  for (const client of await all(pool)) client.release();
}

/** Each connection that is idle. */
const all = (pool: Pool): Promise<PoolClient[]> =>
  Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
