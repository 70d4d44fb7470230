import { runMigrations } from 'bullmq';
import type { ClientBase } from 'pg';

export const QUEUE_SCHEMA = 'bullmq';

/**
 * Brings the queue's own schema up to date: part of deployment, as the owner of the database, on a
 * connection of its own and outside any transaction (it opens one itself). The application's role
 * may use the tables and functions and create nothing, which is why every job is given its id:
 * without one the queue would want to create a sequence.
 */
export async function migrateQueue(client: ClientBase, appRole = 'mawa_app'): Promise<void> {
  await runMigrations(client, QUEUE_SCHEMA);
  const role = client.escapeIdentifier(appRole);
  await client.query(`
    REVOKE ALL ON SCHEMA ${QUEUE_SCHEMA} FROM PUBLIC;
    GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    REVOKE INSERT, UPDATE, DELETE ON ${QUEUE_SCHEMA}.migration FROM ${role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
  `);
}
