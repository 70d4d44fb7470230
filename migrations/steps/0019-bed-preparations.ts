import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A bed that somebody left may have to be prepared. Servers that do not know the tables go on: no shelter sets hours yet. */
export class AddBedPreparations1764500000023 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bed_preparation_hours (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        hours integer NOT NULL CHECK (hours BETWEEN 0 AND 168),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX bed_preparation_hours_last ON bed_preparation_hours (shelter_id, id DESC);
      GRANT SELECT, INSERT ON bed_preparation_hours TO mawa_app;
      CREATE TABLE bed_preparations (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        bed_id uuid NOT NULL,
        shelter_id uuid NOT NULL,
        since timestamptz NOT NULL DEFAULT mawa_now(),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        until_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        outcome text CHECK (outcome IN ('ready', 'occupied', 'lapsed')),
        CONSTRAINT bed_preparations_of_their_bed FOREIGN KEY (bed_id, shelter_id) REFERENCES beds (id, shelter_id),
        CONSTRAINT bed_preparations_have_an_end CHECK (until_at > since),
        CONSTRAINT bed_preparations_end_is_signed CHECK (
          (outcome IS NULL) = (ended_at IS NULL)
          AND (ended_by IS NOT NULL) = coalesce(outcome IN ('ready', 'occupied'), false))
      );
      CREATE UNIQUE INDEX bed_preparations_one_open ON bed_preparations (bed_id) WHERE ended_at IS NULL;
      CREATE INDEX bed_preparations_by_shelter ON bed_preparations (shelter_id) WHERE ended_at IS NULL;
      GRANT SELECT, INSERT ON bed_preparations TO mawa_app;
      GRANT UPDATE (ended_at, ended_by, outcome) ON bed_preparations TO mawa_app;
      GRANT SELECT ON bed_preparations TO mawa_gate;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bed_preparations, bed_preparation_hours');
  }
}
