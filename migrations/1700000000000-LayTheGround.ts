import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The transaction's own facts (actor, instant, tonight), users and roles, sessions, audit,
 * request ids, settings. SQL never asks the server what time it is: it reads `mawa_now()`.
 */
export class LayTheGround1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT USAGE ON SCHEMA public TO mawa_app, mawa_figures, mawa_blind, mawa_gate;

      CREATE FUNCTION mawa_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT current_setting('mawa.now')::timestamptz $$;
      CREATE FUNCTION mawa_tonight() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT current_setting('mawa.tonight')::date $$;
      CREATE FUNCTION mawa_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT nullif(current_setting('mawa.actor', true), '')::uuid $$;

      CREATE TABLE settings (
        key text NOT NULL,
        valid_from timestamptz NOT NULL,
        value jsonb NOT NULL,
        source text NOT NULL,
        set_by uuid,
        PRIMARY KEY (key, valid_from)
      );
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('night_starts_at', '2020-01-01Z', '12', 'programme rule: noon to noon'),
        ('hold_minutes', '2020-01-01Z', '45', 'programme rule'),
        ('consent_due_hours', '2020-01-01Z', '72', 'programme rule: emergency bed on vital interest'),
        ('access_after_exit_days', '2020-01-01Z', '7', 'programme rule'),
        ('planned_open_nights', '2020-01-01Z', '30', 'programme rule'),
        ('threshold_donor', '2020-01-01Z', '5', 'programme rule: donor and commission tables');
      CREATE FUNCTION mawa_setting(p_key text) RETURNS jsonb LANGUAGE sql STABLE
        AS $$ SELECT value FROM settings WHERE key = p_key AND valid_from <= mawa_now()
               ORDER BY valid_from DESC LIMIT 1 $$;

      CREATE TABLE organisations (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL UNIQUE,
        kind text NOT NULL CHECK (kind IN ('agency', 'commission', 'partner', 'donor')),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        country char(2) NOT NULL DEFAULT 'MA',
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT mawa_now()
      );

      CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
        password_hash text,
        language text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'ar', 'en')),
        organisation_id uuid REFERENCES organisations (id),
        system boolean NOT NULL DEFAULT false,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT users_email_once UNIQUE (email),
        CONSTRAINT users_system_has_no_password CHECK (NOT system OR password_hash IS NULL)
      );

      CREATE TABLE user_roles (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users (id),
        role text NOT NULL CHECK (role IN ('administrator', 'shelter_manager', 'shelter_staff',
          'reintegration_officer', 'case_supervisor', 'legal_officer', 'hotline_operator',
          'programme_officer', 'finance_officer', 'partner_viewer', 'auditor')),
        opens_cases boolean NOT NULL GENERATED ALWAYS AS (role IN ('shelter_manager', 'shelter_staff',
          'reintegration_officer', 'case_supervisor', 'legal_officer', 'hotline_operator')) STORED,
        granted_by uuid NOT NULL REFERENCES users (id),
        granted_at timestamptz NOT NULL DEFAULT mawa_now(),
        confirmed_by uuid REFERENCES users (id),
        confirmed_at timestamptz,
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz,
        CONSTRAINT user_roles_nobody_changes_their_own
          CHECK (granted_by <> user_id AND confirmed_by <> user_id AND ended_by <> user_id),
        CONSTRAINT user_roles_second_person CHECK (confirmed_by <> granted_by)
      );
      CREATE UNIQUE INDEX user_roles_once ON user_roles (user_id, role) WHERE ended_at IS NULL;

      CREATE FUNCTION mawa_has_role(VARIADIC p_roles text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
          WHERE r.user_id = mawa_actor() AND r.role = ANY (p_roles) AND r.ended_at IS NULL
            AND (r.confirmed_by IS NOT NULL OR NOT r.opens_cases)) $$;
      CREATE FUNCTION mawa_is_system() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM users WHERE id = mawa_actor() AND system AND active) $$;

      CREATE TABLE memberships (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users (id),
        principal_kind text NOT NULL CHECK (principal_kind IN ('team', 'organisation', 'shelter')),
        principal_id uuid NOT NULL,
        from_at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz,
        given_by uuid NOT NULL REFERENCES users (id),
        CONSTRAINT memberships_nobody_gives_themselves CHECK (given_by <> user_id)
      );
      CREATE INDEX memberships_by_user ON memberships (user_id);

      CREATE FUNCTION mawa_principals() RETURNS uuid[] LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
                 WHERE r.user_id = mawa_actor() AND r.opens_cases AND r.confirmed_by IS NOT NULL
                   AND r.ended_at IS NULL)
          THEN array_append(ARRAY(SELECT m.principal_id FROM memberships m
                 WHERE m.user_id = mawa_actor() AND m.from_at <= mawa_now()
                   AND (m.until_at IS NULL OR m.until_at > mawa_now())), mawa_actor())
          ELSE '{}'::uuid[] END $$;

      CREATE TABLE sessions (
        token_digest bytea PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users (id),
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX sessions_by_user ON sessions (user_id);

      CREATE TABLE rate_limits (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );

      CREATE TABLE request_ids (
        user_id uuid NOT NULL,
        use_case text NOT NULL,
        request_id text NOT NULL CHECK (length(request_id) BETWEEN 8 AND 100),
        body_digest bytea NOT NULL,
        answer jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (user_id, use_case, request_id)
      );

      CREATE TABLE audit_log (
        lane smallint NOT NULL,
        seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        actor_id uuid,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_ids uuid[] NOT NULL DEFAULT '{}',
        fields text[] NOT NULL DEFAULT '{}',
        outcome text NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'refused', 'not_found')),
        request_id text,
        body text NOT NULL,
        PRIMARY KEY (seq)
      );
      CREATE INDEX audit_by_subject ON audit_log USING gin (subject_ids);
      CREATE INDEX audit_by_actor ON audit_log (actor_id, at);
      ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
      ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
      CREATE POLICY audit_is_written_by_all ON audit_log FOR INSERT TO mawa_app, mawa_blind, mawa_gate WITH CHECK (true);
      CREATE POLICY audit_is_read_by_auditors ON audit_log FOR SELECT TO mawa_app
        USING ((SELECT mawa_has_role('auditor', 'administrator')));

      GRANT SELECT ON settings, organisations, user_roles, memberships TO mawa_gate, mawa_blind, mawa_figures;
      GRANT SELECT (id, name, system, active, organisation_id) ON users TO mawa_gate, mawa_blind, mawa_figures;
      GRANT SELECT, INSERT ON settings TO mawa_app;
      GRANT SELECT, INSERT, UPDATE ON organisations, users, user_roles, memberships, sessions TO mawa_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO mawa_app;
      GRANT SELECT, INSERT ON request_ids TO mawa_app;
      GRANT SELECT ON audit_log TO mawa_app;
      GRANT INSERT ON audit_log TO mawa_app, mawa_blind, mawa_gate;

      INSERT INTO users (id, email, name, system, created_at) VALUES
        ('00000000-0000-4000-8000-000000000001', 'night-closing@system.mawa', 'night closing', true, '2020-01-01Z'),
        ('00000000-0000-4000-8000-000000000002', 'lapsing@system.mawa', 'lapsing holds', true, '2020-01-01Z'),
        ('00000000-0000-4000-8000-000000000003', 'sweeping@system.mawa', 'sweeping jobs', true, '2020-01-01Z'),
        ('00000000-0000-4000-8000-000000000004', 'setup@system.mawa', 'setting up', true, '2020-01-01Z');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE audit_log, request_ids, rate_limits, sessions, memberships, user_roles, users, organisations, settings CASCADE;
      DROP FUNCTION mawa_setting, mawa_principals, mawa_is_system, mawa_has_role, mawa_actor, mawa_tonight, mawa_now CASCADE;
    `);
  }
}
