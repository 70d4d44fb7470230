import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // Defaults call it: its file replaces it afterwards.
  `CREATE OR REPLACE FUNCTION mawa_token() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
     SELECT nullif(current_setting('mawa.token', true), '')::uuid
   $$`,
  `ALTER TABLE users
    ADD COLUMN service boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT users_of_a_program_have_no_password CHECK (NOT service OR (password_hash IS NULL AND NOT system))`,
  `GRANT SELECT (service) ON users TO mawa_gate, mawa_figures, mawa_blind`,
  `GRANT SELECT (service), INSERT (service) ON users TO mawa_app`,
  `CREATE TABLE service_accounts (
      user_id uuid PRIMARY KEY REFERENCES users (id),
      purpose text NOT NULL CHECK (length(purpose) BETWEEN 3 AND 200),
      responsible_id uuid NOT NULL REFERENCES users (id),
      last_day date NOT NULL,
      made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      confirmed_by uuid REFERENCES users (id),
      confirmed_at timestamptz,
      ended_by uuid REFERENCES users (id),
      ended_at timestamptz,
      CONSTRAINT service_accounts_second_person CHECK (confirmed_by <> made_by),
      CONSTRAINT service_accounts_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
      CONSTRAINT service_accounts_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
      CONSTRAINT service_accounts_of_somebody_else CHECK (responsible_id <> user_id)
    )`,
  `GRANT SELECT ON service_accounts TO mawa_app, mawa_gate`,
  `GRANT INSERT (user_id, purpose, responsible_id, last_day), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at)
    ON service_accounts TO mawa_app`,
  `CREATE TABLE access_tokens (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id),
      digest bytea NOT NULL CHECK (length(digest) = 32),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
      permissions text[] NOT NULL CHECK (cardinality(permissions) BETWEEN 1 AND 400),
      reads_only boolean NOT NULL,
      places uuid[] CHECK (cardinality(places) BETWEEN 1 AND 100),
      made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      used_from text CHECK (length(used_from) <= 64),
      warned_at timestamptz,
      revoked_at timestamptz,
      revoked_by uuid REFERENCES users (id),
      CONSTRAINT access_tokens_once UNIQUE (digest),
      CONSTRAINT access_tokens_end_within_a_year
        CHECK (expires_at > made_at AND expires_at <= made_at + interval '367 days'),
      CONSTRAINT access_tokens_revocation_has_a_time CHECK (revoked_by IS NULL OR revoked_at IS NOT NULL)
    )`,
  `CREATE INDEX access_tokens_by_user ON access_tokens (user_id, made_at)`,
  `CREATE INDEX access_tokens_ending ON access_tokens (expires_at) WHERE revoked_at IS NULL`,
  `GRANT SELECT (id, user_id, name, permissions, reads_only, places, made_by, made_at, expires_at, used_at, used_from,
    warned_at, revoked_at, revoked_by), INSERT (user_id, digest, name, permissions, reads_only, places, expires_at),
    UPDATE (revoked_at, revoked_by, warned_at) ON access_tokens TO mawa_app`,
  `GRANT SELECT, UPDATE (used_at, used_from, revoked_at) ON access_tokens TO mawa_gate`,
  // In two statements: rows of before were of nobody's token, and the table is not written anew.
  `ALTER TABLE audit_log ADD COLUMN token_id uuid`,
  `ALTER TABLE audit_log ALTER COLUMN token_id SET DEFAULT mawa_token()`,
  `CREATE INDEX audit_by_token ON audit_log (token_id, seq) WHERE token_id IS NOT NULL`,
  `ALTER TABLE jobs ADD COLUMN token_id uuid`,
  `ALTER TABLE jobs ALTER COLUMN token_id SET DEFAULT mawa_token()`,
  `UPDATE setting_definitions SET place = -(place + 2)
    WHERE place > (SELECT d.place FROM setting_definitions d WHERE d.key = 'known_device_days')`,
  `UPDATE setting_definitions SET place = -place WHERE place < 0`,
  `INSERT INTO setting_definitions (key, place, area, kind, protects, proposed_by, confirmed_by, shape, tables, page)
    SELECT n.key, d.place + n.after, d.area, d.kind, CASE WHEN n.second THEN d.protects END, d.proposed_by,
           CASE WHEN n.second THEN d.confirmed_by ELSE '{}' END, n.shape::jsonb, d.tables, d.page
      FROM setting_definitions d CROSS JOIN (VALUES
        ('token_most_days', 1, true, '{"parts": [{"path": "", "type": "whole", "unit": "days", "min": 1, "max": 365}]}'),
        ('token_requests_per_minute', 2, false, '{"parts": [{"path": "", "type": "whole", "unit": "times", "min": 1, "max": 6000}]}')
      ) AS n (key, after, second, shape)
     WHERE d.key = 'known_device_days'`,
  `INSERT INTO settings (key, valid_from, value, source) VALUES
    ('token_most_days', '2020-01-01Z', '365', 'programme rule'),
    ('token_requests_per_minute', '2020-01-01Z', '600', 'programme rule')`,
];

/** Tokens by which programs act, and accounts of programs. Servers of 0.1.0 know no token and go on. */
export class AddTokensOfPrograms1764500000008 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DELETE FROM settings WHERE key IN ('token_most_days', 'token_requests_per_minute')`,
    );
    await runner.query(
      `DELETE FROM setting_definitions WHERE key IN ('token_most_days', 'token_requests_per_minute')`,
    );
    await runner.query('ALTER TABLE jobs DROP COLUMN token_id');
    await runner.query('ALTER TABLE audit_log DROP COLUMN token_id');
    await runner.query('DROP TABLE access_tokens, service_accounts');
    await runner.query('ALTER TABLE users DROP COLUMN service');
  }
}
