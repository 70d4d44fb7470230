import type { MigrationInterface, QueryRunner } from 'typeorm';

const AUDIENCE = (more: string): string => `
      ALTER TABLE report_definitions DROP CONSTRAINT report_definitions_audience_check;
      ALTER TABLE report_definitions ADD CONSTRAINT report_definitions_audience_check
        CHECK (audience IN ('donor', 'commission', 'partner', 'inside'${more}));`;

/**
 * Each audience has its own threshold, dated and with its source; the public is one of them. A count of one or two
 * is a person: no threshold is under three, whoever writes it. What is published to the public may be read by all.
 */
export class ProtectEachAudience1700000001280 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('threshold_commission', '2020-01-01Z', '5', 'programme rule: tables of the national commission'),
        ('threshold_partner', '2020-01-01Z', '5', 'programme rule: statements of partners'),
        ('threshold_public', '2020-01-01Z', '11', 'programme rule: the public and open data; the cell size that the US federal health statistics use (CMS)');
      ALTER TABLE settings ADD CONSTRAINT settings_threshold_protects CHECK (
        CASE WHEN key LIKE 'threshold\\_%' THEN
          CASE WHEN jsonb_typeof(value) = 'number' THEN (value #>> '{}')::numeric BETWEEN 3 AND 100
            AND (value #>> '{}')::numeric % 1 = 0 ELSE false END
        ELSE true END);

      CREATE FUNCTION threshold_is_set() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT mawa_has_role('programme_officer') OR NEW.set_by IS DISTINCT FROM mawa_actor() THEN
          RAISE EXCEPTION 'programme officers say what protects people' USING ERRCODE = '42501';
        END IF;
        -- What was published under a threshold was published under it.
        IF NEW.valid_from < mawa_now() THEN
          RAISE EXCEPTION 'a threshold holds from now on' USING ERRCODE = '23514', CONSTRAINT = 'settings_threshold_ahead';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER thresholds_are_set BEFORE INSERT ON settings FOR EACH ROW
        WHEN (NEW.key LIKE 'threshold\\_%' AND current_user = 'mawa_app') EXECUTE FUNCTION threshold_is_set();
      ${AUDIENCE(`, 'public'`)}
      INSERT INTO report_audiences (audience, organisation_kind) VALUES
        ('public', 'donor'), ('public', 'agency'), ('public', 'commission'), ('public', 'partner');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM report_audiences WHERE audience = 'public';
      ${AUDIENCE('')}
      DROP TRIGGER thresholds_are_set ON settings;
      DROP FUNCTION threshold_is_set;
      ALTER TABLE settings DROP CONSTRAINT settings_threshold_protects;
      DELETE FROM settings WHERE key IN ('threshold_commission', 'threshold_partner', 'threshold_public');
    `);
  }
}
