import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports: their narrative, their drafts, their states, and what was frozen. */
export class FreezeReports1700000000500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE reports (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind IN ('iom-quarterly')),
        grant_id uuid NOT NULL REFERENCES grants (id),
        period_from date NOT NULL,
        period_until date NOT NULL,
        audience_id uuid NOT NULL REFERENCES organisations (id),
        state text NOT NULL DEFAULT 'drafting' CHECK (state IN ('drafting', 'drafted', 'frozen', 'superseded')),
        definition_version text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        created_by uuid NOT NULL REFERENCES users (id),
        CHECK (period_until > period_from)
      );
      CREATE UNIQUE INDEX reports_once ON reports (kind, grant_id, period_from) WHERE state <> 'superseded';

      CREATE TABLE report_states (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES reports (id),
        to_state text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        reason text
      );

      CREATE TABLE report_narratives (
        report_id uuid NOT NULL REFERENCES reports (id),
        section text NOT NULL CHECK (section IN ('summary', 'progress', 'challenges', 'next')),
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        text text NOT NULL CHECK (length(text) <= 20000),
        version integer NOT NULL DEFAULT 1,
        written_at timestamptz NOT NULL DEFAULT mawa_now(),
        written_by uuid NOT NULL REFERENCES users (id),
        PRIMARY KEY (report_id, section, language, version)
      );

      -- The figures as computed: before suppression under the report's own key, and after it.
      CREATE TABLE report_documents (
        report_id uuid NOT NULL REFERENCES reports (id),
        version integer NOT NULL,
        computed_at timestamptz NOT NULL DEFAULT mawa_now(),
        insider_sealed bytea NOT NULL,
        published jsonb NOT NULL,
        published_sha256 text NOT NULL,
        versions jsonb NOT NULL,
        sources_sealed bytea,
        PRIMARY KEY (report_id, version)
      );

      CREATE TABLE report_files (
        report_id uuid NOT NULL,
        version integer NOT NULL,
        format text NOT NULL CHECK (format IN ('html', 'pdf', 'xlsx', 'docx', 'csv')),
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        sha256 text NOT NULL,
        bytes bytea NOT NULL,
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (report_id, version, format, language),
        FOREIGN KEY (report_id, version) REFERENCES report_documents (report_id, version)
      );

      CREATE FUNCTION reports_frozen_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state = 'frozen' AND NEW.state NOT IN ('frozen', 'superseded') OR OLD.state = 'superseded' THEN
          RAISE EXCEPTION 'a frozen report is never edited' USING ERRCODE = '23514', CONSTRAINT = 'reports_frozen_stay';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER reports_frozen_stay BEFORE UPDATE ON reports FOR EACH ROW EXECUTE FUNCTION reports_frozen_stay();
      CREATE FUNCTION report_parts_frozen_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT state FROM reports WHERE id = NEW.report_id) IN ('frozen', 'superseded') THEN
          RAISE EXCEPTION 'a frozen report is never edited' USING ERRCODE = '23514', CONSTRAINT = 'reports_frozen_stay';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER report_narratives_frozen BEFORE INSERT ON report_narratives FOR EACH ROW EXECUTE FUNCTION report_parts_frozen_stay();
      CREATE TRIGGER report_documents_frozen BEFORE INSERT ON report_documents FOR EACH ROW EXECUTE FUNCTION report_parts_frozen_stay();
      CREATE TRIGGER report_files_frozen BEFORE INSERT ON report_files FOR EACH ROW EXECUTE FUNCTION report_parts_frozen_stay();

      -- Read by those who make reports; a frozen one also by the audience's own people.
      CREATE FUNCTION mawa_makes_reports() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_has_role('programme_officer', 'finance_officer', 'auditor') OR mawa_is_system() $$;
      CREATE FUNCTION mawa_organisation() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT organisation_id FROM users WHERE id = mawa_actor() AND active $$;
      ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
      ALTER TABLE reports FORCE ROW LEVEL SECURITY;
      CREATE POLICY reports_read ON reports FOR SELECT TO mawa_app
        USING ((SELECT mawa_makes_reports())
          OR (state IN ('frozen', 'superseded') AND audience_id = (SELECT mawa_organisation()) AND (SELECT mawa_has_role('partner_viewer'))));
      CREATE POLICY reports_write ON reports FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_makes_reports()));
      CREATE POLICY reports_change ON reports FOR UPDATE TO mawa_app USING ((SELECT mawa_makes_reports()));
      ALTER TABLE report_documents ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_documents FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_documents_makers ON report_documents TO mawa_app USING ((SELECT mawa_makes_reports()));
      ALTER TABLE report_files ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_files FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_files_read ON report_files FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM reports r WHERE r.id = report_id));
      CREATE POLICY report_files_write ON report_files FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_makes_reports()));
      ALTER TABLE report_narratives ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_narratives FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_narratives_makers ON report_narratives TO mawa_app USING ((SELECT mawa_makes_reports()));

      GRANT SELECT, INSERT ON reports, report_states, report_narratives, report_documents, report_files TO mawa_app;
      GRANT UPDATE (state) ON reports TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE report_files, report_documents, report_narratives, report_states, reports CASCADE;
      DROP FUNCTION reports_frozen_stay, report_parts_frozen_stay, mawa_makes_reports, mawa_organisation CASCADE;
    `);
  }
}
