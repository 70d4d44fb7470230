import { Client } from 'pg';
import { migrateQueue } from '../queue';
import { ownerDataSource } from './data-source';

/** Brings the schema and the queue's own schema up to date, as the owner. Safe to repeat. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const source = await ownerDataSource(ownerUrl).initialize();
  try {
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
