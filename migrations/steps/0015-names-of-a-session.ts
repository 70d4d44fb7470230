import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the lists of a session show names. Servers that do not know the column go on. */
export class AddNamesOfASession1764500000019 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions ADD COLUMN names_shown boolean NOT NULL DEFAULT false',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN names_shown');
  }
}
