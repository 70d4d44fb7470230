import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE role_requirements (
      role text PRIMARY KEY,
      requires_second_factor boolean NOT NULL
    )`,
  `GRANT SELECT ON role_requirements TO mawa_app, mawa_gate`,
  `CREATE TABLE second_factors (
      id uuid PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users (id),
      secret bytea NOT NULL,
      begun_in bytea,
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      confirmed_at timestamptz,
      last_step bigint,
      CONSTRAINT second_factors_one_an_account UNIQUE (user_id),
      CONSTRAINT second_factors_confirmed_by_a_code CHECK ((confirmed_at IS NULL) = (last_step IS NULL))
    )`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors TO mawa_gate`,
  `CREATE TABLE recovery_codes (
      digest bytea PRIMARY KEY CHECK (length(digest) = 32),
      user_id uuid NOT NULL REFERENCES users (id),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      used_at timestamptz
    )`,
  `CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes TO mawa_gate`,
  `CREATE TABLE pending_sign_ins (
      token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
      user_id uuid NOT NULL REFERENCES users (id),
      password_digest bytea NOT NULL CHECK (length(password_digest) = 32),
      expires_at timestamptz NOT NULL
    )`,
  `CREATE INDEX pending_sign_ins_by_user ON pending_sign_ins (user_id)`,
  `GRANT SELECT, INSERT, DELETE ON pending_sign_ins TO mawa_gate`,
  `CREATE TABLE second_factor_removals (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id),
      reason text NOT NULL CHECK (reason IN ('lost', 'changed', 'security')),
      asked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      asked_at timestamptz NOT NULL DEFAULT mawa_now(),
      needs_second boolean NOT NULL,
      confirmed_by uuid REFERENCES users (id),
      confirmed_at timestamptz,
      ended_at timestamptz,
      CONSTRAINT second_factor_removals_not_for_oneself CHECK (asked_by <> user_id AND confirmed_by <> user_id),
      CONSTRAINT second_factor_removals_second_person CHECK (confirmed_by <> asked_by),
      CONSTRAINT second_factor_removals_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL))
    )`,
  `CREATE UNIQUE INDEX second_factor_removals_one_open ON second_factor_removals (user_id) WHERE ended_at IS NULL`,
  `GRANT SELECT ON second_factor_removals TO mawa_app`,
  `GRANT SELECT, INSERT, UPDATE ON second_factor_removals TO mawa_gate`,
  `GRANT INSERT ON keys.record_keys TO mawa_gate`,
  `GRANT SELECT ON installation TO mawa_gate`,
  `INSERT INTO role_requirements (role, requires_second_factor) VALUES
    ('administrator', true),
    ('shelter_manager', false),
    ('shelter_staff', false),
    ('reintegration_officer', false),
    ('case_supervisor', true),
    ('legal_officer', false),
    ('hotline_operator', false),
    ('programme_officer', false),
    ('finance_officer', true),
    ('partner_viewer', false),
    ('auditor', false),
    ('focal_point', true),
    ('commission_officer', false),
    ('donor_viewer', false)`,
  `ALTER TABLE sessions
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN second_factor text CHECK (second_factor IN ('code', 'recovery_code')),
    ADD COLUMN second_factor_at timestamptz,
    ADD COLUMN proved_at timestamptz,
    ADD COLUMN device text CHECK (length(device) <= 80),
    ADD COLUMN address inet,
    ADD CONSTRAINT sessions_id_once UNIQUE (id),
    ADD CONSTRAINT sessions_second_factor_has_a_time CHECK ((second_factor IS NULL) = (second_factor_at IS NULL))`,
];

/**
 * A second factor of an account, and which roles require it. Servers of 0.1.0 sign in without one; they open no session
 * of an account that has one (session_open).
 */
export class AddSecondFactors1764500000006 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE second_factor_removals, pending_sign_ins, recovery_codes, second_factors, role_requirements`,
    );
    await runner.query('REVOKE SELECT ON installation FROM mawa_gate');
    await runner.query('REVOKE INSERT ON keys.record_keys FROM mawa_gate');
    await runner.query(
      'ALTER TABLE sessions DROP COLUMN id, DROP COLUMN second_factor, DROP COLUMN second_factor_at, DROP COLUMN proved_at, DROP COLUMN device, DROP COLUMN address',
    );
  }
}
