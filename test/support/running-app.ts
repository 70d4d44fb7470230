import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
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

interface ListeningApp {
  readonly app: NestFastifyApplication;
  readonly clock: SettableClock;
  readonly env: Env;
  /** It connects to a database of this name. */
  readonly databaseName: string;
  /** It counted refusals that a later test would meet. */
  hasCounted: boolean;
}

export interface RunningApp extends ListeningApp {
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** Jest loads this file anew for each test file; what stands ready belongs to the worker. */
const READY = Symbol.for('mawa.ready-app');
const worker = globalThis as { [READY]?: ListeningApp };

/**
 * An application that listens, with a database that is new. Starting one takes longer than most tests, so that
 * one which holds nothing of its last test waits for the next, whose database takes the place of the last.
 */
export async function runningApp(options: StartOptions): Promise<RunningApp> {
  const settings = Object.keys(options.env ?? {});
  const isPlain =
    options.passwordCost === undefined &&
    options.database === undefined &&
    settings.every((name) => name === TAKEN_OVER);
  const waiting = isPlain ? worker[READY] : undefined;
  if (waiting) worker[READY] = undefined;
  const database = options.database ?? (await freshDatabase(waiting?.databaseName));
  const at = new Date(options.at ?? TONIGHT);
  const found = waiting
    ? await reuse(waiting, database, at, options)
    : await start(database, at, options);
  return Object.assign(found, {
    database,
    stop: () =>
      isPlain && !worker[READY] && isUntouched(found) ? keepForNextTest(found) : found.app.close(),
  });
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
  const found: ListeningApp = { app, clock, env, databaseName: database.name, hasCounted: false };
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onResponse', async (_, { statusCode }) => {
    if (COUNTED.has(statusCode)) found.hasCounted = true;
  });
  await app.init();
  await server.ready();
  await app.listen(0, '127.0.0.1');
  return found;
}

/** No line to other processes was opened, nothing counted, and nobody closed it. */
function isUntouched({ app, hasCounted }: ListeningApp): boolean {
  const { handlers } = app.get(NotificationListener) as unknown as { handlers: { size: number } };
  const isOpen = app.getHttpServer().listening && app.get(DataSource).isInitialized;
  return isOpen && !hasCounted && handlers.size === 0;
}

async function keepForNextTest(found: ListeningApp): Promise<void> {
  jest.restoreAllMocks(); // What the next test asks is no longer the last one's.
  await found.app.get(Refusals).flush();
  found.app.get(JobRunner).stop();
  await found.app.get(JobQueue).close();
  await found.app.get(DataSource).destroy();
  found.app.getHttpServer().unref(); // One that waits keeps no run from its end.
  worker[READY] = found;
}

async function reuse(
  found: ListeningApp,
  database: TestDatabase,
  at: Date,
  options: StartOptions,
): Promise<ListeningApp> {
  const { app, clock, env } = found;
  app.getHttpServer().ref();
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
  await app.get(DataSource).initialize();
  observeOperation(app.get(OperationMetrics), env.MAWA_DATA);
  return found;
}
