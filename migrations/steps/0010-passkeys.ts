import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE passkeys (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id),
      credential_id bytea NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
      public_key bytea NOT NULL CHECK (length(public_key) BETWEEN 1 AND 4096),
      counter bigint NOT NULL CHECK (counter >= 0),
      transports text[] NOT NULL DEFAULT '{}',
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      used_at timestamptz,
      CONSTRAINT passkeys_credential_once UNIQUE (credential_id)
    )`,
  'CREATE INDEX passkeys_by_user ON passkeys (user_id)',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys TO mawa_gate',
  `CREATE TABLE passkey_challenges (
      digest bytea PRIMARY KEY CHECK (length(digest) = 32),
      expires_at timestamptz NOT NULL
    )`,
  'GRANT SELECT, INSERT, DELETE ON passkey_challenges TO mawa_gate',
  `ALTER TABLE sessions
    DROP CONSTRAINT sessions_second_factor_check,
    ADD CONSTRAINT sessions_second_factor_check CHECK (second_factor IN ('code', 'recovery_code', 'provider', 'passkey'))`,
];

/** Passkeys of accounts, and the challenges that were answered. Servers of 0.1.0 ask for none. */
export class AddPasskeys1764500000014 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE sessions SET second_factor = NULL, second_factor_at = NULL WHERE second_factor = 'passkey'`,
    );
    await runner.query(
      `ALTER TABLE sessions DROP CONSTRAINT sessions_second_factor_check,
         ADD CONSTRAINT sessions_second_factor_check CHECK (second_factor IN ('code', 'recovery_code', 'provider'))`,
    );
    await runner.query('DROP TABLE passkeys, passkey_challenges');
  }
}
