import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE identity_logouts (
      token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
      provider_id uuid NOT NULL REFERENCES identity_providers (id),
      accepted_at timestamptz NOT NULL DEFAULT mawa_now(),
      expires_at timestamptz NOT NULL
    )`,
  'CREATE INDEX identity_logouts_by_end ON identity_logouts (expires_at)',
  `GRANT SELECT, INSERT (token_digest, provider_id, expires_at), UPDATE (expires_at), DELETE
    ON identity_logouts TO mawa_gate`,
  `ALTER TABLE sessions
    ADD COLUMN provider_session_digest bytea CHECK (length(provider_session_digest) = 32),
    ADD CONSTRAINT sessions_of_a_provider_have_a_link
      CHECK (provider_session_digest IS NULL OR identity_link_id IS NOT NULL)`,
  `CREATE INDEX sessions_by_provider_session ON sessions (provider_session_digest)
    WHERE provider_session_digest IS NOT NULL AND ended_at IS NULL`,
  `ALTER TABLE pending_sign_ins
    ADD COLUMN provider_session_digest bytea CHECK (length(provider_session_digest) = 32),
    ADD CONSTRAINT pending_sign_ins_of_a_provider_have_a_link
      CHECK (provider_session_digest IS NULL OR identity_link_id IS NOT NULL)`,
  // Their arguments changed: made again from their files.
  'DROP FUNCTION IF EXISTS session_open_by_identity(bytea, uuid, uuid, boolean, integer)',
  'DROP FUNCTION IF EXISTS sign_in_pending_by_identity(bytea, uuid, uuid, integer)',
  'DROP FUNCTION IF EXISTS prove_identity(uuid, bytea, bytea, boolean)',
];

/** Sessions know the session at the identity provider that they hang on, so that the provider can end them. */
export class AddBackChannelLogout1764500000036 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity_logouts');
    await runner.query('ALTER TABLE sessions DROP COLUMN provider_session_digest');
    await runner.query('ALTER TABLE pending_sign_ins DROP COLUMN provider_session_digest');
  }
}
