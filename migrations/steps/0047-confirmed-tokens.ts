import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The token of a program's account waits for a second administrator. Those that were made before go on; servers of before
 * can make no new one (policy access_tokens_add).
 */
export class ConfirmTokensOfPrograms1764500000053 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE access_tokens
        ADD COLUMN needs_confirmation boolean NOT NULL DEFAULT false,
        ADD COLUMN confirmed_by uuid REFERENCES users (id),
        ADD COLUMN confirmed_at timestamptz,
        ADD CONSTRAINT access_tokens_second_person CHECK (confirmed_by <> made_by),
        ADD CONSTRAINT access_tokens_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
        ADD CONSTRAINT access_tokens_confirmed_where_needed CHECK (needs_confirmation OR confirmed_by IS NULL);
      GRANT SELECT (needs_confirmation, confirmed_by, confirmed_at), INSERT (needs_confirmation),
        UPDATE (confirmed_by, confirmed_at) ON access_tokens TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE access_tokens DROP COLUMN needs_confirmation, DROP COLUMN confirmed_by, DROP COLUMN confirmed_at',
    );
  }
}
