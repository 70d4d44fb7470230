import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What each frozen report told its readers, and what it hid from them, sealed under the report's key: the next report
 * is hidden so that both together tell no more. Readers who talk to each other are one circle; what is public is
 * known in every circle.
 */
export class KeepWhatWasTold1700000001320 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('circle_donor', '2020-01-01Z', '"partners"', 'programme rule: donors, the commission and partners show each other what they receive'),
        ('circle_commission', '2020-01-01Z', '"partners"', 'programme rule: donors, the commission and partners show each other what they receive'),
        ('circle_partner', '2020-01-01Z', '"partners"', 'programme rule: donors, the commission and partners show each other what they receive'),
        ('circle_public', '2020-01-01Z', '"public"', 'programme rule: everybody reads what is public');

      CREATE TABLE report_told (
        report_id uuid PRIMARY KEY,
        version integer NOT NULL,
        audience text NOT NULL CHECK (audience IN ('donor', 'commission', 'partner', 'public')),
        period_from date NOT NULL,
        period_until date NOT NULL,
        -- The period before, of which a report may tell too.
        before_from date NOT NULL,
        -- About which partner; null: about the programme.
        subject_id uuid REFERENCES organisations (id),
        told_sealed bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place bigint GENERATED ALWAYS AS IDENTITY,
        FOREIGN KEY (report_id, version) REFERENCES report_documents (report_id, version),
        CONSTRAINT report_told_in_order CHECK (before_from < period_from AND period_from < period_until)
      );
      CREATE INDEX report_told_over ON report_told (before_from, period_until);
      ALTER TABLE report_told ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_told FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_told_read ON report_told FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
      CREATE POLICY report_told_kept ON report_told FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_makes_reports()));
      GRANT SELECT, INSERT (report_id, version, audience, period_from, period_until, before_from, subject_id, told_sealed) ON report_told TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE report_told;
      DELETE FROM settings WHERE key IN ('circle_donor', 'circle_commission', 'circle_partner', 'circle_public');
    `);
  }
}
