import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Employers and offers may be changed, by one person at a time, and what an employer was called before is kept. Servers that
 * do not know the columns only add rows.
 */
export class AddEmployerVersions1764500000038 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE work_employers ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      ALTER TABLE work_offers ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE TABLE work_employer_versions (
        employer_id uuid NOT NULL REFERENCES work_employers (id),
        revision integer NOT NULL,
        name text NOT NULL,
        sector text NOT NULL,
        sector_version integer NOT NULL,
        region text NOT NULL,
        changed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        changed_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (employer_id, revision)
      );
      GRANT UPDATE (name, sector, sector_version, region, contact, revision) ON work_employers TO mawa_app;
      GRANT UPDATE (title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day,
        until_day, revision) ON work_offers TO mawa_app;
      GRANT SELECT ON work_employer_versions TO mawa_app, mawa_gate;
      GRANT INSERT (employer_id, revision, name, sector, sector_version, region) ON work_employer_versions TO mawa_gate;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE (name, sector, sector_version, region, contact) ON work_employers FROM mawa_app;
      REVOKE UPDATE (title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day,
        until_day) ON work_offers FROM mawa_app;
      DROP TABLE work_employer_versions;
      ALTER TABLE work_employers DROP COLUMN revision, NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
      ALTER TABLE work_offers DROP COLUMN revision, NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    `);
  }
}
