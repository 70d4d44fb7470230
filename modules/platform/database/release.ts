import type { ClientBase } from 'pg';
import { compareVersions, VERSION } from '../config/version';

/** Release that the schema of a database belongs to. */
export interface Release {
  readonly version: string;
  /** The oldest version whose servers work with it. */
  readonly oldestServer: string;
}

/** Null where there is no schema yet, or one of before 0.1.0. */
export async function latestRelease(client: ClientBase): Promise<Release | null> {
  const { rows: made } = await client.query<{ made: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = 'release' AND c.relname = 'versions') AS made`,
  );
  if (!made[0]!.made) return null;
  const { rows } = await client.query<Release>(
    `SELECT version, oldest_server AS "oldestServer" FROM release.versions ORDER BY id DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}

/** The schema is missing, or is of an older or newer version than this server supports. */
export class WrongSchema extends Error {
  constructor(
    readonly why: 'none' | 'older' | 'newer',
    readonly version: string,
    message: string,
  ) {
    super(message);
  }
}

/** Before a schema is taken further: none is taken back. */
export function refuseGoingBack(release: Release | null, version = VERSION): void {
  if (release && compareVersions(release.version, version) > 0)
    throw new WrongSchema(
      'newer',
      version,
      `This database was taken to Mawa ${release.version}, and this is Mawa ${version}: use the commands of ${release.version}.`,
    );
}

/** Before a server starts: what is to be done where the schema is not there, too old or too new. */
export function refuseOtherSchema(release: Release | null, version = VERSION): void {
  if (!release)
    throw new WrongSchema(
      'none',
      version,
      'The database is not prepared: run mawa migrate, then start again.',
    );
  if (compareVersions(release.oldestServer, version) > 0)
    throw new WrongSchema(
      'newer',
      version,
      `This database was taken to Mawa ${release.version}, with which no server below ${release.oldestServer} works, ` +
        `and this is Mawa ${version}: install ${release.version}.`,
    );
  if (compareVersions(release.version, version) < 0)
    throw new WrongSchema(
      'older',
      version,
      `This database has the schema of Mawa ${release.version}, and this is Mawa ${version}: ` +
        'make a backup, run mawa upgrade, then start again.',
    );
}
