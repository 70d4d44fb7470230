import { join } from 'node:path';
import type { Env } from '../config/env';
import { startEmbedded } from './embedded';
import { markSynthetic } from './installation';
import { BACKUP_ROLE, ensureBackupRole, ensureDatabase, ensureRoles } from './roles';
import { migrate } from './migrate';

export interface Connection {
  readonly appUrl: string;
  readonly ownerUrl: string | null;
  readonly adminUrl: string | null;
  readonly embedded: boolean;
  /** Stops the embedded server if this process started it. */
  stop(): Promise<void>;
}

export const DATABASE = 'mawa';

/**
 * The database of this process: the server named by DATABASE_URL, else the embedded one, started if
 * it does not run yet and brought up to date unless `migrates` is false.
 */
export async function connect(
  env: Env,
  database = DATABASE,
  { migrates = true } = {},
): Promise<Connection> {
  if (env.DATABASE_URL) {
    return {
      appUrl: env.DATABASE_URL,
      ownerUrl: env.DATABASE_OWNER_URL ?? null,
      adminUrl: env.DATABASE_ADMIN_URL ?? null,
      embedded: false,
      stop: async () => undefined,
    };
  }
  const server = await startEmbedded({ folder: join(env.MAWA_DATA, 'postgres') });
  await ensureDatabase(server.adminUrl(), database);
  if (migrates) await migrate(server.ownerUrl(database));
  if (env.MAWA_SYNTHETIC) await markSynthetic(server.ownerUrl(database));
  return {
    appUrl: server.appUrl(database),
    ownerUrl: server.ownerUrl(database),
    adminUrl: server.adminUrl(),
    embedded: true,
    stop: async () => {
      if (!server.reused) await server.stop();
    },
  };
}

/**
 * `mawa migrate` on a server of one's own: the roles if an administrator's URL is given, that for backups if its
 * URL is given too, then the schema.
 */
export async function prepareServer(env: Env): Promise<string[]> {
  const { BACKUP_URL, DATABASE_ADMIN_URL, DATABASE_OWNER_URL, DATABASE_URL } = env;
  if (!DATABASE_OWNER_URL) throw new Error('DATABASE_OWNER_URL: migrations run as the owner role');
  if (DATABASE_ADMIN_URL) {
    if (!DATABASE_URL)
      throw new Error('DATABASE_URL: the password of the application role is in it');
    await ensureRoles(DATABASE_ADMIN_URL, {
      ownerPassword: passwordOf(DATABASE_OWNER_URL),
      appPassword: passwordOf(DATABASE_URL),
    });
    const database = new URL(DATABASE_OWNER_URL).pathname.slice(1);
    await ensureDatabase(DATABASE_ADMIN_URL, database);
    if (BACKUP_URL && new URL(BACKUP_URL).username === BACKUP_ROLE)
      await ensureBackupRole(DATABASE_ADMIN_URL, database, passwordOf(BACKUP_URL));
  }
  return migrate(DATABASE_OWNER_URL, { finish: false });
}

const passwordOf = (url: string): string => decodeURIComponent(new URL(url).password);
