import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withoutForce } from './support';

/**
 * A table of the statistics reaches readers outside the programme by an act of somebody, not by being opened.
 * What readers were shown before stays released, without a person who released it.
 */
export class ReleaseStatistics1700000001451 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE statistics_told RENAME TO statistics_releases;
      ALTER TABLE statistics_releases RENAME CONSTRAINT statistics_told_pkey TO statistics_releases_pkey;
      ALTER TABLE statistics_releases RENAME CONSTRAINT statistics_told_id_fkey TO statistics_releases_id_fkey;
      ALTER TABLE statistics_releases DROP CONSTRAINT statistics_told_once;
      DROP POLICY statistics_told_read ON statistics_releases;
      DROP POLICY statistics_told_kept ON statistics_releases;
      ALTER TABLE statistics_releases
        ADD COLUMN first_year smallint CHECK (first_year BETWEEN 2000 AND 2100),
        ADD COLUMN last_year smallint CHECK (last_year BETWEEN 2000 AND 2100),
        ADD COLUMN all_years boolean,
        -- Null: shown to its readers before releasing was an act.
        ADD COLUMN released_by uuid REFERENCES users (id);
    `);
    await withoutForce(queryRunner, ['statistics_releases'], () =>
      queryRunner.query(`
        UPDATE statistics_releases SET all_years = year IS NULL, first_year = coalesce(year, 2017),
               last_year = coalesce(year, extract(year FROM quarter) - 1)`),
    );
    await queryRunner.query(`
      ALTER TABLE statistics_releases
        DROP COLUMN year,
        ALTER COLUMN first_year SET NOT NULL,
        ALTER COLUMN last_year SET NOT NULL,
        ALTER COLUMN all_years SET NOT NULL,
        ADD CONSTRAINT statistics_releases_in_order CHECK (first_year <= last_year),
        ADD CONSTRAINT statistics_released_once UNIQUE (audience, first_year, last_year, all_years, quarter);
      COMMENT ON TABLE statistics_releases IS
        'Tables of the statistics as released to an audience: years that belong together, or all closed years (all_years)';
      CREATE POLICY statistics_releases_read ON statistics_releases FOR SELECT TO mawa_app
        USING ((SELECT mawa_makes_reports()) OR (audience = 'commission' AND (SELECT mawa_has_role('commission_officer'))));
      CREATE POLICY statistics_releases_made ON statistics_releases FOR INSERT TO mawa_app
        WITH CHECK (released_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('programme_officer')));
      GRANT SELECT, INSERT (id, audience, first_year, last_year, all_years, quarter, documents, released_by)
        ON statistics_releases TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY statistics_releases_read ON statistics_releases;
      DROP POLICY statistics_releases_made ON statistics_releases;
      ALTER TABLE statistics_releases ADD COLUMN year smallint CHECK (year BETWEEN 2000 AND 2100);
    `);
    await withoutForce(queryRunner, ['statistics_releases'], () =>
      queryRunner.query(`
        DELETE FROM statistics_releases WHERE NOT all_years AND first_year < last_year;
        UPDATE statistics_releases SET year = CASE WHEN all_years THEN NULL ELSE first_year END;
        DELETE FROM statistics_releases s USING statistics_releases o
         WHERE o.audience = s.audience AND o.year IS NOT DISTINCT FROM s.year AND o.quarter = s.quarter AND o.id < s.id`),
    );
    await queryRunner.query(`
      ALTER TABLE statistics_releases
        DROP CONSTRAINT statistics_released_once,
        DROP CONSTRAINT statistics_releases_in_order,
        DROP COLUMN first_year,
        DROP COLUMN last_year,
        DROP COLUMN all_years,
        DROP COLUMN released_by,
        ADD CONSTRAINT statistics_told_once UNIQUE NULLS NOT DISTINCT (audience, year, quarter);
      COMMENT ON TABLE statistics_releases IS NULL;
      ALTER TABLE statistics_releases RENAME CONSTRAINT statistics_releases_pkey TO statistics_told_pkey;
      ALTER TABLE statistics_releases RENAME CONSTRAINT statistics_releases_id_fkey TO statistics_told_id_fkey;
      ALTER TABLE statistics_releases RENAME TO statistics_told;
      CREATE POLICY statistics_told_read ON statistics_told FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
      CREATE POLICY statistics_told_kept ON statistics_told FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_makes_reports()));
      GRANT SELECT, INSERT (id, audience, year, quarter, documents) ON statistics_told TO mawa_app;
    `);
  }
}
