import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A shelter may have a telephone that is answered day and night. Servers that do not know the table go on. */
export class AddDutyNumbers1764500000022 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shelter_duty_numbers (
        shelter_id uuid PRIMARY KEY REFERENCES shelters (id),
        sealed bytea NOT NULL,
        set_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        set_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON shelter_duty_numbers TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shelter_duty_numbers');
  }
}
