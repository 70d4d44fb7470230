import type { Env } from '../../modules/platform/config/env';
import { connect, DATABASE } from '../../modules/platform/database/connect';

/** The address of the database for a role that sees every row, or of the embedded database as its administrator. */
export async function withDatabase<T>(
  env: Env,
  variable: 'BACKUP_URL' | 'RESTORE_URL',
  work: (url: string) => Promise<T>,
): Promise<T> {
  const given = env[variable];
  if (given) return work(given);
  if (env.DATABASE_URL)
    throw new Error(`${variable} is not set: docs/backup.md says for which role`);
  const connection = await connect(env);
  try {
    const url = new URL(connection.adminUrl!);
    url.pathname = `/${DATABASE}`;
    return await work(url.href);
  } finally {
    await connection.stop();
  }
}
