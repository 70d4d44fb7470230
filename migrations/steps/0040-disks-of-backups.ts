import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `mawa doctor` says of a backup on the disk of the data that it is lost with it. Commands of before record none as such. */
export class AddDisksOfBackups1764500000046 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE backups ADD COLUMN on_data_disk boolean NOT NULL DEFAULT false;
      GRANT INSERT (on_data_disk) ON backups TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE backups DROP COLUMN on_data_disk');
  }
}
