import { Client } from 'pg';
import { startEmbedded } from '../../modules/platform/database/embedded';
import { databasesOf, FOLDER, inTurn, leave, liveRuns, storeCluster } from './cluster';

/** Removes the databases of one run; the last run to leave stops the server. */
export async function endRun(run: string): Promise<void> {
  await inTurn(async () => {
    const server = await startEmbedded({ folder: FOLDER, unsafeFast: true });
    await dropDatabasesOf(run, server.adminUrl());
    leave(run);
    if (liveRuns().length > 0) return;
    await server.stop();
    storeCluster();
  });
}

async function dropDatabasesOf(run: string, adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [databasesOf(run)],
  );
  for (const { datname } of rows) {
    await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
  await client.end();
}
