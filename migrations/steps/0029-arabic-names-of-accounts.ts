import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts may have a name in Arabic letters. Servers that do not know the column show the one name. */
export class AddArabicNamesOfAccounts1764500000035 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN names jsonb CONSTRAINT users_names_are_arabic CHECK (
          names IS NULL OR names - 'ar' = '{}' AND coalesce(names ->> 'ar', '')
            ~ '^(?=.*[\\u0621-\\u064a])[\\u0621-\\u063a\\u0641-\\u0652\\u0670-\\u06d3\\u06d5 .''’-]{1,120}$');
      GRANT SELECT (names) ON users TO mawa_gate, mawa_figures, mawa_blind;
      GRANT SELECT (names), INSERT (names), UPDATE (names) ON users TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP COLUMN names`);
  }
}
