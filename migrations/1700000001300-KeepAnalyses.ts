import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tables that programme officers come back to: what was asked under a name, for themselves or for all of them. What
 * was counted is not kept. A row is added and taken away, never altered.
 */
export class KeepAnalyses1700000001300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE analyses (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        name text NOT NULL CONSTRAINT analyses_name_is_a_name
          CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 80 AND name !~ '[[:cntrl:]]'),
        shared boolean NOT NULL,
        question jsonb NOT NULL CHECK (jsonb_typeof(question) = 'object' AND length(question::text) <= 8000),
        -- Its place in its owner's list, and with that how many there can be.
        place smallint NOT NULL CHECK (place BETWEEN 1 AND 50),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT analyses_one_a_place UNIQUE (owner_id, place)
      );
      CREATE UNIQUE INDEX analyses_own_names ON analyses (owner_id, lower(name));
      CREATE UNIQUE INDEX analyses_shared_names ON analyses (lower(name)) WHERE shared;
      ALTER TABLE analyses ENABLE ROW LEVEL SECURITY;
      ALTER TABLE analyses FORCE ROW LEVEL SECURITY;
      CREATE POLICY analyses_read ON analyses FOR SELECT TO mawa_app
        USING ((SELECT mawa_has_role('programme_officer')) AND (shared OR owner_id = (SELECT mawa_actor())));
      CREATE POLICY analyses_add ON analyses FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_has_role('programme_officer')) AND owner_id = (SELECT mawa_actor()));
      CREATE POLICY analyses_take_away ON analyses FOR DELETE TO mawa_app
        USING ((SELECT mawa_has_role('programme_officer')) AND owner_id = (SELECT mawa_actor()));
      GRANT SELECT, INSERT, DELETE ON analyses TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE analyses');
  }
}
