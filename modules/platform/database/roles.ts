import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client, DatabaseError } from 'pg';

/** Who is who in the database; what each may do is in docs/access.md. */
export const OWNER_ROLE = 'mawa_owner';
export const APP_ROLE = 'mawa_app';
export const FIGURES_ROLE = 'mawa_figures';
export const BLIND_ROLE = 'mawa_blind';
export const GATE_ROLE = 'mawa_gate';
/** Reads every row for a backup, and writes none; nothing but `mawa backup` signs in with it. */
export const BACKUP_ROLE = 'mawa_backup';

/** As the application's own connections have it (data-source.ts). */
export const LONGEST_STATEMENT = '60s';

const LOGINS = [OWNER_ROLE, APP_ROLE];
const SWITCHABLE_ROLES = [FIGURES_ROLE, BLIND_ROLE, GATE_ROLE];
export const DATABASE_ROLES: readonly string[] = [...LOGINS, ...SWITCHABLE_ROLES];

/**
 * Memberships are never inherited: a role is entered by SET ROLE, or used by handing a function over.
 * Were the owner to inherit `mawa_blind`, its policies would open every table to the owner too.
 */
const MEMBERSHIPS = [
  { role: FIGURES_ROLE, member: APP_ROLE },
  { role: BLIND_ROLE, member: OWNER_ROLE },
  { role: GATE_ROLE, member: OWNER_ROLE },
];

export interface RolePasswords {
  ownerPassword: string;
  appPassword: string;
}

/** Makes the roles or brings them into shape; safe to repeat, and for two at once. */
export async function ensureRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  await connected(adminUrl, (client) =>
    inTransaction(client, async () => {
      for (const role of DATABASE_ROLES) await ensureRole(client, role);
      await setLogin(client, OWNER_ROLE, passwords.ownerPassword);
      await setLogin(client, APP_ROLE, passwords.appPassword);
      await grantMemberships(client);
      await refusePrivileged(client);
    }),
  );
}

async function ensureRole(client: Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount) await client.query(`CREATE ROLE ${name(role)} NOLOGIN NOINHERIT`);
  else await client.query(`ALTER ROLE ${name(role)} NOINHERIT`);
}

async function setLogin(client: Client, role: string, password: string): Promise<void> {
  // A ready-made verifier: the server's log and statistics never see the password.
  await client.query(`ALTER ROLE ${name(role)} LOGIN PASSWORD '${scramVerifier(password)}'`);
  await client.query(`ALTER ROLE ${name(role)} SET timezone = 'UTC'`);
}

async function grantMemberships(client: Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS version, rolsuper AS super
       FROM pg_roles WHERE rolname = current_user`,
  );
  // PostgreSQL 15 knows NOINHERIT of the member only, 16 and later keep it with each grant.
  const how = rows[0].version >= 160000 ? ' WITH INHERIT FALSE, SET TRUE' : '';
  for (const { role, member } of MEMBERSHIPS) {
    await client.query(`GRANT ${name(role)} TO ${name(member)}${how}`);
  }
  // An administrator who is no superuser (a managed server) must be able to give things to the owner.
  if (!rows[0].super) await client.query(`GRANT ${name(OWNER_ROLE)} TO current_user`);
}

/** A role of ours that someone made all-powerful would make row level security a decoration. */
async function refusePrivileged(client: Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT rolname FROM pg_roles
      WHERE rolname = ANY($1) AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)`,
    [DATABASE_ROLES],
  );
  if (rows.length === 0) return;
  const names = rows.map((row) => row.rolname).join(', ');
  throw new Error(
    `These database roles are too powerful for Mawa: ${names}. ` +
      'Take away SUPERUSER, BYPASSRLS, CREATEROLE and REPLICATION.',
  );
}

/** Creates the database if it is missing and revokes PUBLIC's privileges on it in either case. */
export async function ensureDatabase(
  adminUrl: string,
  database: string,
  owner: string = OWNER_ROLE,
): Promise<void> {
  await connected(adminUrl, (client) => createUnlessThere(client, database));
  await connected(withDatabase(adminUrl, database), (client) =>
    inTransaction(client, () => prepareSchema(client, owner)),
  );
  await connected(adminUrl, (client) =>
    inTransaction(client, async () => {
      await client.query(`ALTER DATABASE ${name(database)} OWNER TO ${name(owner)}`);
      await closeDatabase(client, database);
    }),
  );
}

/** It belongs to the administrator until the schema is ready: who is no superuser could not prepare it else. */
async function createUnlessThere(client: Client, database: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount) return;
  try {
    await client.query(`CREATE DATABASE ${name(database)} TEMPLATE template0 ENCODING 'UTF8'`);
  } catch (error) {
    if (!hasCode(error, '42P04', '23505')) throw error; // Somebody made it in between.
  }
}

/** Made by an administrator who is a superuser: nobody else may give BYPASSRLS away. Safe to repeat. */
export async function ensureBackupRole(
  adminUrl: string,
  database: string,
  password: string,
): Promise<void> {
  await connected(adminUrl, (client) =>
    inTransaction(client, async () => {
      await ensureRole(client, BACKUP_ROLE);
      await setLogin(client, BACKUP_ROLE, password);
      await client.query(`ALTER ROLE ${name(BACKUP_ROLE)} BYPASSRLS`);
      // Unlike the roles above it inherits what it was given: a dump switches to no other role.
      const how = (await serverVersion(client)) >= 160000 ? ' WITH INHERIT TRUE' : '';
      if (how === '') await client.query(`ALTER ROLE ${name(BACKUP_ROLE)} INHERIT`);
      await client.query(`GRANT pg_read_all_data TO ${name(BACKUP_ROLE)}${how}`);
      await client.query(`GRANT CONNECT ON DATABASE ${name(database)} TO ${name(BACKUP_ROLE)}`);
    }),
  );
}

async function serverVersion(client: Client): Promise<number> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  return rows[0].version;
}

async function closeDatabase(client: Client, database: string): Promise<void> {
  await client.query(`REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`);
  await client.query(
    `GRANT CONNECT ON DATABASE ${name(database)} TO ${LOGINS.map(name).join(', ')}`,
  );
  // Statement timeout of the runtime role, for every client. Longer work raises it in its transaction by SET LOCAL.
  await client.query(
    `ALTER ROLE ${name(APP_ROLE)} IN DATABASE ${name(database)} SET statement_timeout = '${LONGEST_STATEMENT}'`,
  );
}

async function prepareSchema(client: Client, owner: string): Promise<void> {
  await client.query(`
    ALTER SCHEMA public OWNER TO ${name(owner)};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${[APP_ROLE, ...SWITCHABLE_ROLES].map(name).join(', ')};
    -- A function can be handed over only to a role that could have made it here.
    GRANT CREATE ON SCHEMA public TO ${[BLIND_ROLE, GATE_ROLE].map(name).join(', ')};
    CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
  `);
}

/**
 * A copy of a template to which nobody is connected; rights on a database are not copied with it. Its
 * files are copied as they are: through the log, page by page, it takes eight times as long.
 */
export async function createFromTemplate(
  adminUrl: string,
  database: string,
  template: string,
): Promise<void> {
  await connected(adminUrl, async (client) => {
    await client.query(
      `CREATE DATABASE ${name(database)} OWNER ${name(OWNER_ROLE)} TEMPLATE ${name(template)} STRATEGY file_copy`,
    );
    await closeDatabase(client, database);
  });
}

/** Drops a database and ends its connections. */
export async function dropDatabase(adminUrl: string, database: string): Promise<void> {
  await connected(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${name(database)} WITH (FORCE)`),
  );
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.toString();
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'mawa set-up' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const SETUP_LOCK = 0x6d617761; // "mawa"
const ATTEMPTS = 5;

/**
 * Roles belong to the server but advisory locks to one database: administrators connected to different databases can
 * conflict, and the loser retries.
 */
async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [SETUP_LOCK]);
      await work();
      await client.query('COMMIT');
      return;
    } catch (error) {
      await client.query('ROLLBACK');
      const lostRace =
        hasCode(error, '23505', '42710') || /concurrently updated/.test(String(error));
      if (!lostRace || attempt === ATTEMPTS) throw error;
    }
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof DatabaseError && codes.includes(error.code ?? '');
}

function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Password verifier as PostgreSQL stores it (SCRAM, RFC 5803). */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const key = (label: string) => createHmac('sha256', salted).update(label).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest('base64');
  const server = key('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
}
