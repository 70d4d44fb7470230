import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What readers were told is one ledger, whichever way they were told it: a report, a set of files for everybody, the
 * statistics of a year, an analysis taken out for a donor. Statistics for readers who are not of the programme are told
 * once a quarter and stay as they were told.
 */
export class TellInOneLedger1700000001330 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE report_told RENAME TO figures_told;
      ALTER INDEX report_told_over RENAME TO figures_told_over;
      ALTER TABLE figures_told RENAME CONSTRAINT report_told_in_order TO figures_told_in_order;
      ALTER POLICY report_told_read ON figures_told RENAME TO figures_told_read;
      ALTER POLICY report_told_kept ON figures_told RENAME TO figures_told_kept;

      ALTER TABLE figures_told
        ADD COLUMN id uuid,
        ADD COLUMN source text NOT NULL DEFAULT 'report' CHECK (source IN ('report', 'open_data', 'statistics', 'analysis'));
      ALTER TABLE figures_told NO FORCE ROW LEVEL SECURITY;
      UPDATE figures_told SET id = report_id;
      ALTER TABLE figures_told FORCE ROW LEVEL SECURITY;
      ALTER TABLE figures_told
        DROP CONSTRAINT report_told_pkey,
        ADD PRIMARY KEY (id),
        ALTER COLUMN source DROP DEFAULT,
        ALTER COLUMN report_id DROP NOT NULL,
        ALTER COLUMN version DROP NOT NULL,
        ADD CONSTRAINT figures_told_of_a_report CHECK (
          CASE source WHEN 'report' THEN report_id IS NOT NULL AND report_id = id AND version IS NOT NULL
                      ELSE report_id IS NULL AND version IS NULL END);
      GRANT INSERT (id, source) ON figures_told TO mawa_app;

      CREATE TABLE statistics_told (
        id uuid PRIMARY KEY REFERENCES figures_told (id),
        audience text NOT NULL CHECK (audience IN ('donor', 'commission', 'partner')),
        -- Null: every year that is over.
        year smallint CHECK (year BETWEEN 2000 AND 2100),
        quarter date NOT NULL CHECK (date_trunc('quarter', quarter::timestamp) = quarter),
        documents jsonb NOT NULL CHECK (documents ?& ARRAY['fr', 'ar', 'en']),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT statistics_told_once UNIQUE NULLS NOT DISTINCT (audience, year, quarter)
      );
      ALTER TABLE statistics_told ENABLE ROW LEVEL SECURITY;
      ALTER TABLE statistics_told FORCE ROW LEVEL SECURITY;
      CREATE POLICY statistics_told_read ON statistics_told FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
      CREATE POLICY statistics_told_kept ON statistics_told FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_makes_reports()));
      GRANT SELECT, INSERT (id, audience, year, quarter, documents) ON statistics_told TO mawa_app;
      -- Foreign keys look with the eyes of the owner.
      CREATE POLICY figures_told_for_constraints ON figures_told FOR SELECT TO mawa_owner USING (true);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE statistics_told;
      DROP POLICY figures_told_for_constraints ON figures_told;
      ALTER TABLE figures_told NO FORCE ROW LEVEL SECURITY;
      DELETE FROM figures_told WHERE source <> 'report';
      ALTER TABLE figures_told FORCE ROW LEVEL SECURITY;
      ALTER TABLE figures_told
        DROP CONSTRAINT figures_told_of_a_report,
        DROP CONSTRAINT figures_told_pkey,
        DROP COLUMN id,
        DROP COLUMN source,
        ALTER COLUMN version SET NOT NULL,
        ADD CONSTRAINT report_told_pkey PRIMARY KEY (report_id);
      ALTER POLICY figures_told_read ON figures_told RENAME TO report_told_read;
      ALTER POLICY figures_told_kept ON figures_told RENAME TO report_told_kept;
      ALTER TABLE figures_told RENAME CONSTRAINT figures_told_in_order TO report_told_in_order;
      ALTER INDEX figures_told_over RENAME TO report_told_over;
      ALTER TABLE figures_told RENAME TO report_told;
    `);
  }
}
