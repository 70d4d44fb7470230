import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'users',
  'user_roles',
  'memberships',
  'sessions',
  'password_links',
  'password_changes',
  'account_closings',
] as const;

/** Tables whose rows everybody who is asked for a colleague reads: who somebody is, what they hold, where they work. */
const READ_BY_ALL = ['users', 'user_roles', 'memberships'] as const;

/** What `down` takes away: table and the rest of the policy's name. */
const POLICIES: readonly (readonly [string, string])[] = [
  ...TABLES.map((table) => [table, 'at_the_gate'] as const),
  ...READ_BY_ALL.map((table) => [table, 'read'] as const),
  ['users', 'add'],
  ['users', 'change'],
  ['users', 'of_the_owner'],
  ['user_roles', 'add'],
  ['user_roles', 'change'],
  ['memberships', 'add'],
  ['memberships', 'change'],
  ['password_links', 'read'],
  ['password_links', 'add'],
  ['password_links', 'change'],
  ['password_links', 'end_own'],
  ['password_changes', 'read'],
  ['account_closings', 'read'],
  ['account_closings', 'add'],
  ['account_closings', 'reopen'],
];

const MANAGES = '(SELECT mawa_manages_accounts())';
const ACTOR = '(SELECT mawa_actor())';
const NOW = '(SELECT mawa_now())';

/**
 * Row level security on the tables that decide what everybody else may see. An administrator writes the
 * rows of others, as themselves and at the transaction's instant; nobody writes their own. The hash of a
 * password, the digest of a session and that of a link are read through functions of the gate role alone
 * (the next migration).
 */
export class GuardAccounts1700000001421 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Administrators, and the two system users that set a programme up and confirm its first accounts.
      CREATE FUNCTION mawa_manages_accounts() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_has_role('administrator')
            OR mawa_actor() IN ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004') $$;
      COMMENT ON FUNCTION mawa_manages_accounts() IS 'May the actor write the accounts of others';

      ${TABLES.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);`,
      ).join('')}
      ${READ_BY_ALL.map(
        (table) => `
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app, mawa_figures, mawa_blind, mawa_owner USING (true);`,
      ).join('')}

      -- Accounts. The application makes no system user and sets no hash; the setting up of a programme may.
      REVOKE ALL ON users FROM mawa_app;
      GRANT SELECT (id, email, name, language, organisation_id, system, active, created_at) ON users TO mawa_app;
      GRANT INSERT (email, name, password_hash, language, organisation_id) ON users TO mawa_app;
      GRANT UPDATE (active) ON users TO mawa_app;
      CREATE POLICY users_add ON users FOR INSERT TO mawa_app
        WITH CHECK (${MANAGES} AND NOT system AND (password_hash IS NULL OR (SELECT mawa_is_system())));
      -- Who changes an account locks their own as well (lockAccount): visible for that, never written.
      CREATE POLICY users_change ON users FOR UPDATE TO mawa_app
        USING (${MANAGES}) WITH CHECK (${MANAGES} AND id <> ${ACTOR} AND NOT system);
      -- Migrations make the system users.
      CREATE POLICY users_of_the_owner ON users FOR INSERT TO mawa_owner WITH CHECK (system);

      REVOKE ALL ON user_roles FROM mawa_app;
      GRANT SELECT ON user_roles TO mawa_app;
      GRANT INSERT (user_id, role, granted_by) ON user_roles TO mawa_app;
      GRANT UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON user_roles TO mawa_app;
      CREATE POLICY user_roles_add ON user_roles FOR INSERT TO mawa_app
        WITH CHECK (${MANAGES} AND granted_by = ${ACTOR} AND granted_at = ${NOW} AND user_id <> ${ACTOR});
      CREATE POLICY user_roles_change ON user_roles FOR UPDATE TO mawa_app
        USING (${MANAGES} AND ended_at IS NULL)
        WITH CHECK (${MANAGES} AND user_id <> ${ACTOR} AND CASE
          WHEN ended_at IS NULL THEN confirmed_by = ${ACTOR} AND confirmed_at = ${NOW}
          ELSE ended_by = ${ACTOR} AND ended_at = ${NOW} END);

      REVOKE ALL ON memberships FROM mawa_app;
      GRANT SELECT ON memberships TO mawa_app;
      GRANT INSERT (user_id, principal_kind, principal_id, until_at, given_by) ON memberships TO mawa_app;
      GRANT UPDATE (until_at, ended_by, ended_at) ON memberships TO mawa_app;
      CREATE POLICY memberships_add ON memberships FOR INSERT TO mawa_app
        WITH CHECK (${MANAGES} AND given_by = ${ACTOR} AND from_at = ${NOW} AND user_id <> ${ACTOR} AND CASE principal_kind
          WHEN 'shelter' THEN EXISTS (SELECT 1 FROM shelters s WHERE s.id = principal_id)
          WHEN 'organisation' THEN EXISTS (SELECT 1 FROM organisations o WHERE o.id = principal_id)
          ELSE false END);
      CREATE POLICY memberships_change ON memberships FOR UPDATE TO mawa_app
        USING (${MANAGES} AND ended_at IS NULL)
        WITH CHECK (${MANAGES} AND ended_by = ${ACTOR} AND ended_at = ${NOW} AND until_at <= greatest(from_at, ${NOW})
          AND user_id <> ${ACTOR});

      -- No right at all: a session begins, is found and ends through the gate.
      REVOKE ALL ON sessions FROM mawa_app;

      REVOKE ALL ON password_links FROM mawa_app;
      REVOKE UPDATE (token_digest, expires_at, confirmed_by, confirmed_at, ended_at) ON password_links FROM mawa_app;
      GRANT SELECT (id, user_id, made_by, made_at, expires_at, confirmed_by, confirmed_at, ended_at) ON password_links TO mawa_app;
      GRANT INSERT (user_id, made_by, expires_at) ON password_links TO mawa_app;
      GRANT UPDATE (token_digest, expires_at, confirmed_by, confirmed_at, ended_at) ON password_links TO mawa_app;
      CREATE POLICY password_links_read ON password_links FOR SELECT TO mawa_app
        USING (user_id = ${ACTOR} OR ${MANAGES});
      CREATE POLICY password_links_add ON password_links FOR INSERT TO mawa_app
        WITH CHECK (${MANAGES} AND made_by = ${ACTOR} AND made_at = ${NOW} AND user_id <> ${ACTOR}
          AND expires_at <= ${NOW} + make_interval(hours => mawa_setting('password_link_hours')::int));
      CREATE POLICY password_links_change ON password_links FOR UPDATE TO mawa_app
        USING (${MANAGES} AND ended_at IS NULL)
        WITH CHECK (${MANAGES} AND user_id <> ${ACTOR} AND CASE
          WHEN ended_at IS NULL THEN confirmed_by = ${ACTOR} AND confirmed_at = ${NOW}
          ELSE ended_at = ${NOW} END);
      -- Whoever chooses a new password ends the link that waits for them.
      CREATE POLICY password_links_end_own ON password_links FOR UPDATE TO mawa_app
        USING (user_id = ${ACTOR} AND ended_at IS NULL) WITH CHECK (user_id = ${ACTOR} AND ended_at = ${NOW});

      REVOKE ALL ON password_changes FROM mawa_app;
      REVOKE INSERT (user_id) ON password_changes FROM mawa_app;
      GRANT SELECT ON password_changes TO mawa_app;
      CREATE POLICY password_changes_read ON password_changes FOR SELECT TO mawa_app
        USING (user_id = ${ACTOR} OR ${MANAGES});

      REVOKE ALL ON account_closings FROM mawa_app;
      REVOKE UPDATE (reopened_by, reopened_at) ON account_closings FROM mawa_app;
      GRANT SELECT ON account_closings TO mawa_app;
      GRANT INSERT (user_id, reason, closed_by) ON account_closings TO mawa_app;
      GRANT UPDATE (reopened_by, reopened_at) ON account_closings TO mawa_app;
      CREATE POLICY account_closings_read ON account_closings FOR SELECT TO mawa_app USING (${MANAGES});
      CREATE POLICY account_closings_add ON account_closings FOR INSERT TO mawa_app
        WITH CHECK (${MANAGES} AND closed_by = ${ACTOR} AND closed_at = ${NOW} AND user_id <> ${ACTOR});
      CREATE POLICY account_closings_reopen ON account_closings FOR UPDATE TO mawa_app
        USING (${MANAGES} AND reopened_at IS NULL)
        WITH CHECK (${MANAGES} AND reopened_by = ${ACTOR} AND reopened_at = ${NOW} AND user_id <> ${ACTOR});

      -- A policy sees the new row alone; this compares it with the old one.
      CREATE FUNCTION account_acts_are_the_actors() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_old jsonb := to_jsonb(OLD); v_new jsonb := to_jsonb(NEW); v_column text;
      BEGIN
        FOREACH v_column IN ARRAY TG_ARGV LOOP
          IF v_old -> v_column IS DISTINCT FROM v_new -> v_column
             AND (v_old ->> v_column IS NOT NULL OR v_new ->> v_column IS DISTINCT FROM mawa_actor()::text) THEN
            RAISE EXCEPTION 'whoever acts signs for themselves' USING ERRCODE = '42501';
          END IF;
        END LOOP;
        RETURN NEW;
      END $$;
      COMMENT ON FUNCTION account_acts_are_the_actors() IS 'A column that says who acted is filled once, with the actor';
      CREATE TRIGGER user_roles_are_signed BEFORE UPDATE ON user_roles FOR EACH ROW
        WHEN (current_user = 'mawa_app') EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'ended_by');
      CREATE TRIGGER memberships_are_signed BEFORE UPDATE ON memberships FOR EACH ROW
        WHEN (current_user = 'mawa_app') EXECUTE FUNCTION account_acts_are_the_actors('ended_by');
      CREATE TRIGGER password_links_are_signed BEFORE UPDATE ON password_links FOR EACH ROW
        WHEN (current_user = 'mawa_app') EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER user_roles_are_signed ON user_roles;
      DROP TRIGGER memberships_are_signed ON memberships;
      DROP TRIGGER password_links_are_signed ON password_links;
      DROP FUNCTION account_acts_are_the_actors();
      ${POLICIES.map(([table, name]) => `DROP POLICY ${table}_${name} ON ${table};`).join('\n')}
      ${TABLES.map((table) => `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;`).join('\n')}
      REVOKE ALL ON users, user_roles, memberships, sessions FROM mawa_app;
      GRANT SELECT, INSERT, UPDATE ON users, user_roles, memberships, sessions TO mawa_app;
      REVOKE ALL ON password_links, password_changes, account_closings FROM mawa_app;
      GRANT SELECT, INSERT ON password_links, account_closings TO mawa_app;
      GRANT SELECT, INSERT (user_id) ON password_changes TO mawa_app;
      GRANT UPDATE (token_digest, expires_at, confirmed_by, confirmed_at, ended_at) ON password_links TO mawa_app;
      GRANT UPDATE (reopened_by, reopened_at) ON account_closings TO mawa_app;
      DROP FUNCTION mawa_manages_accounts();
    `);
  }
}
