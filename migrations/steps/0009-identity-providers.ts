import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE role_requirements
    ADD COLUMN idle_minutes integer CHECK (idle_minutes BETWEEN 5 AND 720),
    ADD COLUMN longest_hours integer CHECK (longest_hours BETWEEN 1 AND 12),
    ADD COLUMN one_session boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT role_requirements_of_administrators CHECK (role <> 'administrator' OR requires_second_factor)`,
  'GRANT INSERT, UPDATE ON role_requirements TO mawa_gate',
  `CREATE TABLE identity_providers (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      made_at timestamptz NOT NULL DEFAULT mawa_now()
    )`,
  `CREATE TABLE identity_provider_editions (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      provider_id uuid NOT NULL REFERENCES identity_providers (id),
      name jsonb NOT NULL,
      issuer text NOT NULL CHECK (issuer ~ '^https?://' AND length(issuer) <= 300),
      client_id text NOT NULL CHECK (length(client_id) BETWEEN 1 AND 300),
      client_secret bytea NOT NULL,
      organisation_id uuid REFERENCES organisations (id),
      domains text[] NOT NULL DEFAULT '{}',
      factor_amr text[] NOT NULL DEFAULT '{}',
      factor_acr text[] NOT NULL DEFAULT '{}',
      only_way boolean NOT NULL DEFAULT false,
      proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
      confirmed_by uuid REFERENCES users (id),
      confirmed_at timestamptz,
      ended_by uuid REFERENCES users (id),
      ended_at timestamptz,
      CONSTRAINT identity_providers_second_person CHECK (confirmed_by <> proposed_by),
      CONSTRAINT identity_providers_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
      CONSTRAINT identity_providers_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
      CONSTRAINT identity_providers_named CHECK (name ?& ARRAY['fr', 'ar', 'en']),
      CONSTRAINT identity_providers_only_way_of_an_organisation CHECK (NOT only_way OR organisation_id IS NOT NULL)
    )`,
  `CREATE TABLE identity_links (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id),
      provider_id uuid NOT NULL REFERENCES identity_providers (id),
      subject_digest bytea NOT NULL CHECK (length(subject_digest) = 32),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      used_at timestamptz,
      ended_by uuid REFERENCES users (id),
      ended_at timestamptz,
      CONSTRAINT identity_links_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
    )`,
  `CREATE TABLE identity_requests (
      token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
      edition_id uuid NOT NULL REFERENCES identity_provider_editions (id),
      purpose text NOT NULL CHECK (purpose IN ('sign_in', 'link', 'invitation', 'proof')),
      asked_in bytea,
      next_path text CHECK (length(next_path) <= 2000),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      expires_at timestamptz NOT NULL,
      CONSTRAINT identity_requests_of_somebody CHECK ((asked_in IS NULL) = (purpose = 'sign_in'))
    )`,
  `CREATE TABLE local_sign_ins (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id),
      made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      confirmed_by uuid REFERENCES users (id),
      confirmed_at timestamptz,
      ended_by uuid REFERENCES users (id),
      ended_at timestamptz,
      CONSTRAINT local_sign_ins_second_person CHECK (confirmed_by <> made_by),
      CONSTRAINT local_sign_ins_not_for_oneself CHECK (made_by <> user_id AND confirmed_by <> user_id),
      CONSTRAINT local_sign_ins_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
      CONSTRAINT local_sign_ins_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
    )`,
  `GRANT SELECT, INSERT (id) ON identity_providers TO mawa_app`,
  `GRANT SELECT ON identity_providers TO mawa_gate`,
  `CREATE UNIQUE INDEX identity_providers_one_in_force ON identity_provider_editions (provider_id)
    WHERE confirmed_at IS NOT NULL AND ended_at IS NULL`,
  `CREATE UNIQUE INDEX identity_providers_one_waiting ON identity_provider_editions (provider_id)
    WHERE confirmed_at IS NULL AND ended_at IS NULL`,
  `CREATE UNIQUE INDEX identity_providers_issuer_once ON identity_provider_editions (issuer)
    WHERE confirmed_at IS NOT NULL AND ended_at IS NULL`,
  `GRANT SELECT, INSERT (id, provider_id, name, issuer, client_id, client_secret, organisation_id, domains, factor_amr,
    factor_acr, only_way), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON identity_provider_editions TO mawa_app`,
  `GRANT SELECT ON identity_provider_editions TO mawa_gate`,
  `CREATE UNIQUE INDEX identity_links_subject_once ON identity_links (subject_digest) WHERE ended_at IS NULL`,
  `CREATE UNIQUE INDEX identity_links_one_a_provider ON identity_links (user_id, provider_id) WHERE ended_at IS NULL`,
  `GRANT SELECT (id, user_id, provider_id, made_at, used_at, ended_by, ended_at), UPDATE (ended_by, ended_at) ON
    identity_links TO mawa_app`,
  `GRANT SELECT, INSERT, UPDATE (used_at, ended_by, ended_at) ON identity_links TO mawa_gate`,
  `CREATE INDEX identity_requests_by_end ON identity_requests (expires_at)`,
  `GRANT SELECT, INSERT (token_digest, edition_id, purpose, asked_in, next_path, expires_at), DELETE ON identity_requests TO
    mawa_app`,
  `CREATE UNIQUE INDEX local_sign_ins_one_an_account ON local_sign_ins (user_id) WHERE ended_at IS NULL`,
  `GRANT SELECT, INSERT (user_id), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON local_sign_ins TO mawa_app`,
  `GRANT SELECT ON local_sign_ins TO mawa_gate`,
  `ALTER TABLE sessions
    DROP CONSTRAINT sessions_second_factor_check,
    ADD CONSTRAINT sessions_second_factor_check CHECK (second_factor IN ('code', 'recovery_code', 'provider')),
    ADD COLUMN identity_link_id uuid,
    ADD CONSTRAINT sessions_by_a_link FOREIGN KEY (identity_link_id) REFERENCES identity_links (id)`,
  `ALTER TABLE pending_sign_ins
    ALTER COLUMN password_digest DROP NOT NULL,
    ADD COLUMN identity_link_id uuid,
    ADD CONSTRAINT pending_sign_ins_by_one_way CHECK (num_nonnulls(password_digest, identity_link_id) = 1),
    ADD CONSTRAINT pending_sign_ins_by_a_link FOREIGN KEY (identity_link_id) REFERENCES identity_links (id)`,
  `UPDATE setting_definitions SET place = -(place + 1)
    WHERE place > (SELECT d.place FROM setting_definitions d WHERE d.key = 'token_requests_per_minute')`,
  `UPDATE setting_definitions SET place = -place WHERE place < 0`,
  `INSERT INTO setting_definitions (key, place, area, kind, protects, proposed_by, confirmed_by, shape, tables, page)
    SELECT 'role_requirements', d.place + 1, d.area, 'entries', 'people', '{administrator}', '{administrator}', '{"rowKey": "role", "source": "programme rule", "mostRows": 14, "closed": true, "parts": [{"path": "role", "type": "choice", "options": ["administrator", "shelter_manager", "shelter_staff", "reintegration_officer", "case_supervisor", "legal_officer", "hotline_operator", "programme_officer", "finance_officer", "partner_viewer", "auditor", "focal_point", "commission_officer", "donor_viewer"], "fixed": true}, {"path": "requires_second_factor", "type": "yes_no"}, {"path": "idle_minutes", "type": "whole", "unit": "minutes", "min": 5, "max": 720, "optional": true}, {"path": "longest_hours", "type": "whole", "unit": "hours", "min": 1, "max": 12, "optional": true}, {"path": "one_session", "type": "yes_no"}]}'::jsonb,
           '{role_requirements}', NULL
      FROM setting_definitions d WHERE d.key = 'token_requests_per_minute'`,
];

/**
 * Sign-in through identity providers, and limits of sessions for each role. Servers of 0.1.0 open sessions with the
 * password, where it is accepted.
 */
export class AddIdentityProviders1764500000013 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM setting_definitions WHERE key = 'role_requirements'`);
    await runner.query('DELETE FROM pending_sign_ins WHERE password_digest IS NULL');
    await runner.query(
      'ALTER TABLE pending_sign_ins DROP COLUMN identity_link_id, ALTER COLUMN password_digest SET NOT NULL',
    );
    await runner.query('DELETE FROM sessions WHERE identity_link_id IS NOT NULL');
    await runner.query(
      `UPDATE sessions SET second_factor = NULL, second_factor_at = NULL WHERE second_factor = 'provider'`,
    );
    await runner.query(
      `ALTER TABLE sessions DROP COLUMN identity_link_id, DROP CONSTRAINT sessions_second_factor_check,
         ADD CONSTRAINT sessions_second_factor_check CHECK (second_factor IN ('code', 'recovery_code'))`,
    );
    await runner.query(
      'DROP TABLE local_sign_ins, identity_requests, identity_links, identity_provider_editions, identity_providers',
    );
    await runner.query('REVOKE INSERT, UPDATE ON role_requirements FROM mawa_gate');
    await runner.query(
      `ALTER TABLE role_requirements DROP CONSTRAINT role_requirements_of_administrators, DROP COLUMN idle_minutes,
         DROP COLUMN longest_hours, DROP COLUMN one_session`,
    );
  }
}
