import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE password_resets (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id),
      token_digest bytea CHECK (length(token_digest) = 32),
      made_at timestamptz NOT NULL DEFAULT mawa_now(),
      expires_at timestamptz NOT NULL,
      ended_at timestamptz,
      CONSTRAINT password_resets_token_once UNIQUE (token_digest)
    )`,
  `CREATE INDEX password_resets_by_user ON password_resets (user_id)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON password_resets TO mawa_gate`,
  `GRANT SELECT ON password_resets TO mawa_app`,
  `GRANT UPDATE (ended_at) ON known_devices TO mawa_gate`,
];

/** Forgotten passwords, which servers of 0.1.0 know nothing of. */
export class AddPasswordResets1764500000009 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_resets');
    await runner.query('REVOKE UPDATE (ended_at) ON known_devices FROM mawa_gate');
  }
}
