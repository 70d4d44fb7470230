import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody keeps of a list for themselves: filters and columns under a name of their own. The
 * name is sealed, because people call a view after a person; a view is seen by whoever made it.
 */
export class SaveViews1700000000850 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE saved_views (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
        -- Its place in the row above the list, and with that how many there can be.
        place smallint NOT NULL CHECK (place BETWEEN 1 AND 20),
        name bytea NOT NULL,
        filters jsonb NOT NULL CHECK (jsonb_typeof(filters) = 'object' AND length(filters::text) <= 2000),
        columns text[] NOT NULL CHECK (cardinality(columns) <= 30),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT saved_views_one_a_place UNIQUE (user_id, list, place)
      );
      ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
      ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
      CREATE POLICY saved_views_own ON saved_views TO mawa_app
        USING (user_id = (SELECT mawa_actor())) WITH CHECK (user_id = (SELECT mawa_actor()));
      GRANT SELECT, INSERT, DELETE ON saved_views TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP TABLE saved_views; DELETE FROM keys.record_keys WHERE kind = 'views'`,
    );
  }
}
