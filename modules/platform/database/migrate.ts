import { Client } from 'pg';
import { migrateQueue } from '../queue';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations';
import { ownerDataSource } from './data-source';

/** Brings the schema and the queue's own schema up to date, as the owner. Safe to repeat. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const source = await ownerDataSource(ownerUrl).initialize();
  try {
    await refuseOlderSchema(source);
    const done = await source.runMigrations();
    const client = new Client({ connectionString: ownerUrl, application_name: 'mawa-migrations' });
    await client.connect();
    try {
      await migrateQueue(client);
    } finally {
      await client.end();
    }
    return done.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

/** A database of before the baseline holds the same tables under other steps: it cannot be brought up to date. */
async function refuseOlderSchema(source: DataSource): Promise<void> {
  const [there] = await source.query(`SELECT to_regclass('public.migrations') IS NOT NULL AS done`);
  if (!there.done) return;
  const known = MIGRATIONS.map(({ name }) => name);
  const [unknown] = await source.query(
    'SELECT name FROM migrations WHERE name <> ALL ($1) LIMIT 1',
    [known],
  );
  if (!unknown) return;
  throw new Error(
    `This database was made by another version of Mawa (${unknown.name}), which no step leads on from. ` +
      'For a demonstration, delete its data folder and start again; else use the version that made it.',
  );
}
