import { Client } from 'pg';
import { HOUSEKEEPING_ACTOR } from '../shared/actor';

/** One transaction as the application, in the name of the system: for commands and checks that start no application. */
export async function asSystem<T>(appUrl: string, now: Date, work: (client: Client) => Promise<T>) {
  const client = new Client({ connectionString: appUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('mawa.now', $1, true), set_config('mawa.actor', $2, true)`,
      [now.toISOString(), HOUSEKEEPING_ACTOR.userId],
    );
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
