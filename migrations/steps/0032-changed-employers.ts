import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Employers and offers may be changed by one person at a time. Servers that do not know the columns only add rows. */
export class ChangeEmployers1764500000038 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE work_employers ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1);
      ALTER TABLE work_offers ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1);
      GRANT UPDATE (name, sector, sector_version, region, contact, revision) ON work_employers TO mawa_app;
      GRANT UPDATE (title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day,
        until_day, revision) ON work_offers TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE (name, sector, sector_version, region, contact) ON work_employers FROM mawa_app;
      REVOKE UPDATE (title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day,
        until_day) ON work_offers FROM mawa_app;
      ALTER TABLE work_employers DROP COLUMN revision;
      ALTER TABLE work_offers DROP COLUMN revision;
    `);
  }
}
