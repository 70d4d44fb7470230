import { Client } from 'pg';
import type { Role } from '../../modules/platform/shared/actor';
import { DEMO_LOGINS } from '../demo/logins';

/** An account in use of the programme itself, as far as it is needed to sign in elsewhere. */
export interface LiveAccount {
  readonly email: string;
  readonly name: string;
  readonly names: unknown;
  readonly language: string;
  readonly passwordHash: string;
  /** Confirmed and not ended. */
  readonly roles: readonly Role[];
}

/** The names of the programme in each language, as it is called today. */
export async function programmeNameOf(appUrl: string): Promise<unknown> {
  return connected(appUrl, async (client) => {
    await client.query(`SELECT set_config('mawa.now', $1, false)`, [new Date().toISOString()]);
    const { rows } = await client.query<{ name: unknown }>(
      `SELECT mawa_setting('programme_name') AS name`,
    );
    return rows[0]!.name;
  });
}

/** Nobody but those who gave and confirmed the demonstration's own roles. */
const GIVEN_BY = 'amal@demo.mawa';
const CONFIRMED_BY = 'driss@demo.mawa';
const TEAM = 'Exercice';
/** How many invented files everybody who opens cases practises with. */
const FILES = 40;

/** Accounts in use with a password and a role; asked as the application, and nothing else of the programme is read. */
export async function liveAccounts(appUrl: string): Promise<LiveAccount[]> {
  return connected(appUrl, async (client) => {
    await client.query(`SELECT set_config('mawa.now', $1, false)`, [new Date().toISOString()]);
    const { rows } = await client.query<LiveAccount>(
      `SELECT u.email, u.name, u.names, u.language, s.password_hash AS "passwordHash",
              ARRAY(SELECT r.role FROM current_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL
                 AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second) ORDER BY r.role) AS roles
         FROM users u CROSS JOIN LATERAL sign_in_account(u.email) s
        WHERE u.active AND NOT u.system AND s.password_hash IS NOT NULL ORDER BY u.email`,
    );
    return rows.filter(({ roles }) => roles.length > 0);
  });
}

/** The practice programme is called as the programme is; pages put a mark before it. */
export async function copyProgrammeName(
  name: unknown,
  practiceUrl: string,
  now: Date,
): Promise<void> {
  await connected(practiceUrl, async (client) => {
    await client.query(`SELECT set_config('mawa.now', $1, false)`, [now.toISOString()]);
    await client.query(
      `INSERT INTO settings (key, valid_from, value, source)
       SELECT 'programme_name', mawa_now(), $1, 'as in the programme itself'
        WHERE mawa_setting('programme_name') IS DISTINCT FROM $1::jsonb`,
      [JSON.stringify(name)],
    );
  });
}

/**
 * Makes the accounts of the practice database follow those of the programme: the same address, password and roles.
 * Whoever left there is closed here; the demonstration's own accounts stay. Whoever opens cases belongs to a team with
 * invented files, whoever works in a shelter to an invented one. Answers how many accounts are open.
 */
export async function copyAccounts(
  accounts: readonly LiveAccount[],
  practiceUrl: string,
  now: Date,
): Promise<number> {
  return connected(practiceUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('mawa.now', $1, true)`, [now.toISOString()]);
    const [giver, confirmer] = [await idOf(client, GIVEN_BY), await idOf(client, CONFIRMED_BY)];
    const teamId = await practiceTeam(client, giver);
    const emails = accounts.map(({ email }) => email);
    await client.query(
      `UPDATE users SET active = false WHERE NOT system AND email NOT LIKE '%@demo.mawa' AND email <> ALL ($1::text[])`,
      [emails],
    );
    for (const account of accounts) {
      const [role] = account.roles;
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO users (email, name, language, password_hash, organisation_id, names)
         VALUES ($1, $2, $3, $4, (SELECT id FROM organisations WHERE code = $5), $6)
         ON CONFLICT (email) DO UPDATE SET name = excluded.name, names = excluded.names, language = excluded.language,
           password_hash = excluded.password_hash, active = true RETURNING id`,
        [
          account.email,
          account.name,
          account.language,
          account.passwordHash,
          organisationOf(role!),
          account.names,
        ],
      );
      const { id } = rows[0]!;
      await client.query(
        `UPDATE user_roles SET ended_by = $2, ended_at = mawa_now()
          WHERE user_id = $1 AND ended_at IS NULL AND role <> ALL ($3::text[])`,
        [id, giver, account.roles],
      );
      await client.query(
        `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
         SELECT $1, role, $2, mawa_now(), $3, mawa_now() FROM unnest($4::text[]) AS role
         ON CONFLICT (user_id, role) WHERE ended_at IS NULL DO NOTHING`,
        [id, giver, confirmer, account.roles],
      );
      await client.query(
        `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
         SELECT $1, p.kind, p.id, mawa_now(), $2
           FROM (SELECT 'team' AS kind, $3::uuid AS id
                  WHERE EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = $1 AND r.opens_cases AND r.ended_at IS NULL)
                 UNION ALL
                 SELECT 'shelter', s.id FROM shelters s
                  WHERE s.code_name = 'Maison Argane' AND $4::text[] && ARRAY['shelter_manager', 'shelter_staff']) p
          WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = $1 AND m.principal_id = p.id
             AND (m.until_at IS NULL OR m.until_at > mawa_now()))`,
        [id, giver, teamId, account.roles],
      );
    }
    await client.query('COMMIT');
    return accounts.length;
  });
}

/** The organisation of the demonstration whose people have this role. */
const organisationOf = (role: Role): string | null =>
  DEMO_LOGINS.find(({ roles }) => roles.includes(role))?.organisation ?? null;

async function idOf(client: Client, email: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [
    email,
  ]);
  if (!rows[0]) throw new Error('the practice database is not built: npx mawa practice --reset');
  return rows[0].id;
}

/** The team of everybody who practises, with the latest open files of the demonstration. */
async function practiceTeam(client: Client, giver: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM teams WHERE name = $1 AND closed_at IS NULL',
    [TEAM],
  );
  if (rows[0]) return rows[0].id;
  const made = await client.query<{ id: string }>(
    'INSERT INTO teams (name, created_by) VALUES ($1, $2) RETURNING id',
    [TEAM, giver],
  );
  const { id } = made.rows[0]!;
  await client.query(
    `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, from_at, given_by)
     SELECT c.id, 'team', $1, r.reason, r.parts, mawa_now(), $2
       FROM (SELECT id FROM cases WHERE merged_into IS NULL AND stage NOT IN ('closed', 'not_victim')
              ORDER BY registered_on DESC, id LIMIT ${FILES}) c
       CROSS JOIN access_reasons r WHERE r.reason = 'assigned'`,
    [id, giver],
  );
  return id;
}

async function connected<T>(
  connectionString: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
