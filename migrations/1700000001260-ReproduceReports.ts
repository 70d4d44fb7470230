import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Frozen reports made again: whether each file came out byte for byte, which editions are others today, and,
 * sealed under the report's key, which figures have moved since. No id of a row and nobody's case is in it.
 */
export class ReproduceReports1700000001260 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE report_reproductions (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL,
        version integer NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        -- The published document still has the digest that was kept with it.
        document_same boolean NOT NULL,
        files_same smallint NOT NULL CHECK (files_same >= 0),
        files_kept smallint NOT NULL CHECK (files_kept >= files_same),
        -- Those that differ: format, language, digest kept and digest of today.
        files_differ jsonb NOT NULL CHECK (jsonb_typeof(files_differ) = 'array'),
        editions_moved jsonb NOT NULL CHECK (jsonb_typeof(editions_moved) = 'array'),
        figures_moved smallint NOT NULL CHECK (figures_moved >= 0),
        erased_since integer NOT NULL CHECK (erased_since >= 0),
        -- Then, now and why, before suppression.
        differences_sealed bytea NOT NULL,
        place bigint GENERATED ALWAYS AS IDENTITY,
        FOREIGN KEY (report_id, version) REFERENCES report_documents (report_id, version),
        CHECK (jsonb_array_length(files_differ) = files_kept - files_same)
      );
      CREATE INDEX report_reproductions_by_report ON report_reproductions (report_id, place DESC);
      ALTER TABLE report_reproductions ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_reproductions FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_reproductions_makers ON report_reproductions FOR SELECT TO mawa_app
        USING ((SELECT mawa_makes_reports()));
      CREATE POLICY report_reproductions_write ON report_reproductions FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_makes_reports()) AND by = (SELECT mawa_actor()));
      GRANT SELECT, INSERT ON report_reproductions TO mawa_app;

      -- That a file was erased is no fact of a person: figures tell it from a person who came late.
      GRANT SELECT (erased_at) ON cases TO mawa_figures;

      CREATE INDEX jobs_by_report_made_again ON jobs ((params ->> 'reportId'), asked_at DESC)
        WHERE kind = 'reproduce-report';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX jobs_by_report_made_again;
      REVOKE SELECT (erased_at) ON cases FROM mawa_figures;
      DROP TABLE report_reproductions;
    `);
  }
}
