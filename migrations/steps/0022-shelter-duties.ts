import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever works in a shelter may say that they are on duty there. Servers that do not know the table go on. */
export class AddShelterDuties1764500000026 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shelter_duties (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        from_at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz NOT NULL,
        CONSTRAINT shelter_duties_at_most_a_day CHECK (until_at BETWEEN from_at AND from_at + interval '24 hours'),
        CONSTRAINT shelter_duties_one_at_a_time
          EXCLUDE USING gist (shelter_id WITH =, user_id WITH =, tstzrange(from_at, until_at) WITH &&)
      );
      CREATE INDEX shelter_duties_by_shelter ON shelter_duties (shelter_id, until_at);
      GRANT SELECT, INSERT ON shelter_duties TO mawa_app;
      GRANT UPDATE (until_at) ON shelter_duties TO mawa_app;
      GRANT SELECT, DELETE ON shelter_duties TO mawa_gate;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shelter_duties');
  }
}
