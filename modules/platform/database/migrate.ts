import { Client } from 'pg';
import { type DataSource, MigrationExecutor } from 'typeorm';
import { BASELINE, STEPS, type SchemaStep } from '../../../migrations';
import { VERSION } from '../config/version';
import { migrateQueue } from '../queue';
import { ownerDataSource } from './data-source';
import { latestRelease, refuseGoingBack, type Release } from './release';
import { codeChanges, type CodeChanges, recordSchemaCode, replaceCode } from './schema-code';
import { untilTablesAreFree } from './table-locks';

/** One at a time takes a database further, whatever started it. */
const LOCK = `hashtextextended('mawa migrate', 0)`;

export interface MigrateOptions {
  /** Also what servers of the release before cannot work with; none of them may run any more. */
  readonly finish: boolean;
}

/**
 * Makes the schema of an empty database, or takes the one it has to this version, and the queue's own with it; as the
 * owner. Returns the names of the steps taken. Safe to repeat, and for two at once. Servers of the release before go on
 * working with the result unless `finish` is set.
 */
export function migrate(
  ownerUrl: string,
  { finish }: MigrateOptions = { finish: true },
): Promise<string[]> {
  return alone(ownerUrl, async (client) => {
    const before = await latestRelease(client);
    refuseGoingBack(before);
    const steps = before
      ? await upgrade(ownerUrl, client, before, finish)
      : await make(ownerUrl, client);
    await migrateQueue(client);
    return steps;
  });
}

/** Can be repeated after an interruption. */
async function make(ownerUrl: string, client: Client): Promise<string[]> {
  await refuseOlderSchema(client);
  const done = await run(ownerUrl, [BASELINE]);
  // The files that it loads have what the steps bring.
  for (const { name } of STEPS)
    await client.query(
      `INSERT INTO migrations (timestamp, name) SELECT $1::bigint, $2::varchar
        WHERE NOT EXISTS (SELECT FROM migrations WHERE name = $2)`,
      [/\d+$/.exec(name)![0], name],
    );
  await recordSchemaCode(client);
  await record(client, VERSION);
  return done;
}

async function upgrade(
  ownerUrl: string,
  client: Client,
  before: Release,
  finish: boolean,
): Promise<string[]> {
  const { later } = await pendingSteps(client);
  const done = await run(ownerUrl, [BASELINE, ...STEPS.filter((one) => !later.includes(one))]);
  // Contracting steps run last, when no policy refers any more to what they drop.
  const { changed, gone } = await replaceCode(client);
  const contracted = finish ? await run(ownerUrl, [BASELINE, ...STEPS]) : [];
  const isNew = before.version !== VERSION;
  const unfinished = isNew ? before.version : before.oldestServer;
  if (isNew || [...done, ...contracted, ...changed, ...gone].length > 0)
    await record(client, contracted.length > 0 ? VERSION : unfinished);
  return [...done, ...contracted];
}

/** Changes that an upgrade would make. */
export interface UpgradePlan extends CodeChanges {
  /** Null: the database is empty. */
  readonly from: Release | null;
  readonly to: string;
  /** Steps that run while servers of the previous release are still running. */
  readonly steps: readonly string[];
  /** Steps run by `mawa upgrade --finish`. */
  readonly later: readonly string[];
}

export function planUpgrade(ownerUrl: string): Promise<UpgradePlan> {
  return withClient(ownerUrl, async (client) => {
    const from = await latestRelease(client);
    if (!from)
      return { from, to: VERSION, steps: [BASELINE.name], later: [], changed: [], gone: [] };
    refuseGoingBack(from);
    const { steps, later } = await pendingSteps(client);
    const names = (all: readonly SchemaStep[]) => all.map(({ name }) => name);
    return {
      from,
      to: VERSION,
      steps: names(steps),
      later: names(later),
      ...(await codeChanges(client)),
    };
  });
}

/** Contracting steps wait only where this release brought them: nobody runs the release before the last. */
async function pendingSteps(client: Client) {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  const done = new Set(rows.map(({ name }) => name));
  const pending = STEPS.filter(({ name }) => !done.has(name));
  const waits = ({ phase, release }: SchemaStep) => phase === 'contract' && release === VERSION;
  return { steps: pending.filter((one) => !waits(one)), later: pending.filter(waits) };
}

/**
 * Runs the pending steps in order, each in its own transaction, so that a retry continues after the last successful
 * one.
 */
async function run(ownerUrl: string, migrations: DataSource['options']['migrations']) {
  const source = await ownerDataSource(ownerUrl, migrations).initialize();
  try {
    const pending = await new MigrationExecutor(source).getPendingMigrations();
    await untilTablesAreFree(() => source.runMigrations());
    return pending.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

const record = (client: Client, oldestServer: string) =>
  client.query('INSERT INTO release.versions (version, oldest_server, at) VALUES ($1, $2, $3)', [
    VERSION,
    oldestServer,
    new Date(),
  ]);

/** A database of before the first release holds the same tables under other steps. */
async function refuseOlderSchema(client: Client): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    `SELECT to_regclass('public.users') IS NOT NULL AND to_regclass('release.versions') IS NULL AS used`,
  );
  if (rows[0]!.used)
    throw new Error(
      'This database was made before version 0.1.0, and no step leads on from there. ' +
        'For a demonstration, delete its data folder and start again; else use the version that made it.',
    );
}

function alone<T>(ownerUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(ownerUrl, async (client) => {
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    return work(client);
  });
}

async function withClient<T>(ownerUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'mawa-migrations' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
