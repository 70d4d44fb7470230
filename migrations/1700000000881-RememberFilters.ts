import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How somebody last looked at a list: it opens like that next time. Their own, seen by nobody else. */
export class RememberFilters1700000000881 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE remembered_filters (
        user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
        filters jsonb NOT NULL CHECK (jsonb_typeof(filters) = 'object' AND length(filters::text) <= 2000),
        chosen_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (user_id, list)
      );
      ALTER TABLE remembered_filters ENABLE ROW LEVEL SECURITY;
      ALTER TABLE remembered_filters FORCE ROW LEVEL SECURITY;
      CREATE POLICY remembered_filters_own ON remembered_filters TO mawa_app
        USING (user_id = (SELECT mawa_actor())) WITH CHECK (user_id = (SELECT mawa_actor()));
      GRANT SELECT, INSERT, UPDATE ON remembered_filters TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE remembered_filters');
  }
}
