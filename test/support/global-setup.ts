import 'reflect-metadata';
import { Client } from 'pg';
import { startEmbedded, type EmbeddedPostgres } from '../../src/database/embedded';
import { migrate } from '../../src/database/migrate';
import { dropDatabase, ensureDatabase } from '../../src/database/roles';
import { endRun } from './end-run';
import { enter, FOLDER, inTurn, liveRuns, templateOf, writeFacts } from './cluster';

/** One cluster for all test runs, and for this run a freshly migrated template to copy. */
export default async function globalSetup(): Promise<void> {
  const run = String(process.pid);
  try {
    await setUp(run);
  } catch (error) {
    await endRun(run); // Jest calls no teardown after a set-up that failed.
    throw error;
  }
}

async function setUp(run: string): Promise<void> {
  const server = await inTurn(async () => {
    enter(run);
    const started = await startEmbedded({ folder: FOLDER, unsafeFast: true });
    await removeLeftovers(started);
    return started;
  });
  const template = templateOf(run);
  await ensureDatabase(server.adminUrl(), template);
  await migrate(server.ownerUrl(template));
  await closeToConnections(server, template);
  writeFacts({
    run,
    template,
    admin: server.adminUrl(''),
    owner: server.ownerUrl(''),
    app: server.appUrl(''),
  });
}

/** PostgreSQL copies a template only while nobody is connected to it. */
async function closeToConnections(server: EmbeddedPostgres, template: string): Promise<void> {
  await asAdmin(server, (client) =>
    client.query(`ALTER DATABASE ${template} WITH ALLOW_CONNECTIONS false`),
  );
}

/** Databases of runs that were killed before they could clean up. */
async function removeLeftovers(server: EmbeddedPostgres): Promise<void> {
  const alive = liveRuns();
  const { rows } = await asAdmin(server, (client) =>
    client.query<{ name: string; run: string }>(
      `SELECT datname AS name, substring(datname FROM '^mawa_(?:template|test)_(\\d+)') AS run
         FROM pg_database WHERE datname ~ '^mawa_(template|test)_\\d+'`,
    ),
  );
  const left = rows.filter(({ run }) => !alive.includes(run) || run === String(process.pid));
  for (const { name } of left) await dropDatabase(server.adminUrl(), name);
}

async function asAdmin<T>(
  server: EmbeddedPostgres,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: server.adminUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
