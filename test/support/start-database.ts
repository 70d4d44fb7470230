import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbedded, type EmbeddedPostgres } from '../../modules/platform/database/embedded';
import { migrate } from '../../modules/platform/database/migrate';
import { dropDatabase, ensureDatabase } from '../../modules/platform/database/roles';
import { endRun } from './end-run';
import { enter, FOLDER, inTurn, liveRuns, loadCluster, templateName, writeFacts } from './cluster';

/** One cluster for all test runs, with a migrated template to copy that is made once for a schema. */
export default async function startDatabase(): Promise<void> {
  const run = String(process.pid);
  try {
    await setUp(run);
  } catch (error) {
    await endRun(run); // Jest calls no teardown after a set-up that failed.
    throw error;
  }
}

async function setUp(run: string): Promise<void> {
  const template = templateName();
  const server = await inTurn(async () => {
    enter(run);
    loadCluster();
    const started = await startEmbedded({ folder: FOLDER, unsafeFast: true });
    await removeLeftovers(started, template);
    if (!(await isFinished(started, template))) await makeTemplate(started, template);
    return started;
  });
  writeFacts({
    run,
    template,
    admin: server.adminUrl(),
    owner: server.ownerUrl('postgres'),
    app: server.appUrl('postgres'),
  });
}

/** Closed to connections last: PostgreSQL copies a template only while nobody is connected to it. */
async function makeTemplate(server: EmbeddedPostgres, template: string): Promise<void> {
  await dropDatabase(server.adminUrl(), template);
  await ensureDatabase(server.adminUrl(), template);
  await migrate(server.ownerUrl(template));
  const pristine = readFileSync(join(__dirname, 'pristine.sql'), 'utf8');
  await asAdmin(server, (client) => client.query(pristine), template);
  await asAdmin(server, (client) =>
    client.query(`ALTER DATABASE ${template} WITH ALLOW_CONNECTIONS false`),
  );
}

async function isFinished(server: EmbeddedPostgres, template: string): Promise<boolean> {
  const { rowCount } = await asAdmin(server, (client) =>
    client.query('SELECT FROM pg_database WHERE datname = $1 AND NOT datallowconn', [template]),
  );
  return rowCount === 1;
}

/** Databases of runs that were killed before they could clean up, and templates of other schemas. */
async function removeLeftovers(server: EmbeddedPostgres, template: string): Promise<void> {
  const others = liveRuns().filter((run) => run !== String(process.pid));
  const { rows } = await asAdmin(server, (client) =>
    client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database
        WHERE datname ~ '^mawa_test_' AND NOT split_part(datname, '_', 3) = ANY ($1)
           OR datname ~ '^mawa_template_' AND datname <> $2 AND cardinality($1) = 0`,
      [others, template],
    ),
  );
  for (const { name } of rows) await dropDatabase(server.adminUrl(), name);
}

async function asAdmin<T>(
  server: EmbeddedPostgres,
  work: (client: Client) => Promise<T>,
  database?: string,
): Promise<T> {
  const client = new Client({ connectionString: server.adminUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
