import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An alarm about a file is hidden from those who read it. Servers that do not know the column go on. */
export class AddReadersOfAlarms1764500000018 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE reading_alarms ADD COLUMN reader_ids uuid[] NOT NULL DEFAULT '{}'`,
    );
    await runner.query('GRANT INSERT (reader_ids) ON reading_alarms TO mawa_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reading_alarms DROP COLUMN reader_ids');
  }
}
