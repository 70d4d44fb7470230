import type { MigrationInterface, QueryRunner } from 'typeorm';
import { REPORT_DEFINITIONS } from './data/report-definitions-1';

const FIRST = '2026-11/1';
const LANGUAGES = `('fr', 'ar', 'en')`;

/**
 * What a report is made of, as data in editions: written as a draft, tried on a period, and kept for ever once it is
 * in force. A report names the edition that it was made with. Reports may be of any period, about one partner, and
 * for the programme alone; whoever approves one has neither asked for it nor written in it.
 */
export class DefineReports1700000001250 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE report_definitions (
        kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
        version text NOT NULL CHECK (version ~ '^20[0-9]{2}-[01][0-9]/[0-9]{1,3}$'),
        edition smallint NOT NULL CHECK (edition BETWEEN 1 AND 999),
        body jsonb NOT NULL CHECK (jsonb_typeof(body->'sections') = 'array'),
        title jsonb GENERATED ALWAYS AS (body->'title') STORED,
        every text GENERATED ALWAYS AS (body->>'every') STORED CHECK (every IN ('month', 'quarter', 'half_year', 'year', 'grant')),
        audience text GENERATED ALWAYS AS (body->>'audience') STORED CHECK (audience IN ('donor', 'commission', 'partner', 'inside')),
        due jsonb GENERATED ALWAYS AS (body->'due') STORED CHECK (due ? 'days' OR due ? 'day'),
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
        verified text NOT NULL CHECK (verified IN ('verified', 'partly', 'unverified', 'own')),
        -- Null: delivered with the programme.
        by uuid DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY,
        PRIMARY KEY (kind, version),
        CONSTRAINT report_definitions_editions UNIQUE (kind, edition),
        CONSTRAINT report_definitions_name_themselves CHECK (body->>'kind' = kind),
        CONSTRAINT report_definitions_in_three_languages CHECK (title ?& ARRAY['fr', 'ar', 'en'])
      );
      -- One draft of a kind at a time; it is no edition before it is put in force.
      CREATE TABLE report_definition_drafts (
        kind text CONSTRAINT report_definition_drafts_one PRIMARY KEY CHECK (kind ~ '^[a-z][a-z0-9-]{2,39}$'),
        body jsonb NOT NULL,
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
        copied_from text CHECK (copied_from ~ '^[a-z][a-z0-9-]{2,39}$'),
        revision integer NOT NULL DEFAULT 1,
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT report_definition_drafts_name_themselves CHECK (body->>'kind' = kind)
      );

      CREATE FUNCTION report_edition_follows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.kind, 13));
        IF NEW.edition <> 1 + coalesce((SELECT max(d.edition) FROM report_definitions d WHERE d.kind = NEW.kind), 0) THEN
          RAISE EXCEPTION 'an edition follows the last one' USING ERRCODE = '23514', CONSTRAINT = 'report_edition_in_turn';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER report_editions_follow BEFORE INSERT ON report_definitions FOR EACH ROW EXECUTE FUNCTION report_edition_follows();

      GRANT SELECT ON report_definitions, report_definition_drafts TO mawa_app;
      GRANT INSERT (kind, version, edition, body, source, verified) ON report_definitions TO mawa_app;
      GRANT INSERT (kind, body, source, copied_from), UPDATE (body, source, revision, "by", at), DELETE ON report_definition_drafts TO mawa_app;
    `);
    for (const { body, source, verified } of REPORT_DEFINITIONS) {
      await queryRunner.query(
        `INSERT INTO report_definitions (kind, version, edition, body, source, verified, by, at)
         VALUES ($1, $2, 1, $3, $4, $5, NULL, '2026-11-01Z')`,
        [body.kind, FIRST, JSON.stringify(body), source, verified],
      );
    }
    await queryRunner.query(`
      ALTER TABLE report_definitions ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_definitions FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_definitions_read ON report_definitions FOR SELECT TO mawa_app USING (true);
      CREATE POLICY report_definitions_made ON report_definitions FOR INSERT TO mawa_app
        WITH CHECK ("by" = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));
      ALTER TABLE report_definition_drafts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_definition_drafts FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_definition_drafts_read ON report_definition_drafts FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
      CREATE POLICY report_definition_drafts_written ON report_definition_drafts TO mawa_app
        USING ((SELECT mawa_has_role('programme_officer')))
        WITH CHECK ("by" = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));

      ALTER TABLE reports DROP CONSTRAINT reports_kind_check,
        ADD CONSTRAINT reports_by_an_edition FOREIGN KEY (kind, definition_version) REFERENCES report_definitions (kind, version),
        -- Of a report about one partner.
        ADD COLUMN subject_id uuid REFERENCES organisations (id),
        -- Null: for the programme alone.
        ALTER COLUMN audience_id DROP NOT NULL;
      DROP INDEX reports_once;
      CREATE UNIQUE INDEX reports_once ON reports (kind, grant_id, period_from, period_until, coalesce(subject_id, '00000000-0000-0000-0000-000000000000'))
        WHERE state <> 'superseded';
      ALTER TABLE report_narratives DROP CONSTRAINT report_narratives_section_check,
        ADD CONSTRAINT report_narratives_section_check CHECK (section ~ '^[a-z][a-z0-9-]{0,39}$');
      ALTER TABLE report_files DROP CONSTRAINT report_files_format_check,
        ADD CONSTRAINT report_files_format_check CHECK (format IN ('html', 'pdf', 'xlsx', 'docx', 'csv', 'json'));

      -- Remarks of those who make a report on one of its texts; the report itself never shows them.
      CREATE TABLE report_comments (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        report_id uuid NOT NULL REFERENCES reports (id),
        section text NOT NULL CHECK (section ~ '^[a-z][a-z0-9-]{0,39}$'),
        language text NOT NULL CHECK (language IN ${LANGUAGES}),
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX report_comments_of ON report_comments (report_id, at);
      CREATE TABLE report_comments_settled (
        comment_id uuid CONSTRAINT report_comments_settled_once PRIMARY KEY REFERENCES report_comments (id),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      ALTER TABLE report_comments ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_comments FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_comments_makers ON report_comments TO mawa_app
        USING ((SELECT mawa_makes_reports())) WITH CHECK ("by" = mawa_actor() AND (SELECT mawa_makes_reports()));
      ALTER TABLE report_comments_settled ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_comments_settled FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_comments_settled_makers ON report_comments_settled TO mawa_app
        USING ((SELECT mawa_makes_reports())) WITH CHECK ("by" = mawa_actor() AND (SELECT mawa_makes_reports()));
      GRANT SELECT ON report_comments, report_comments_settled TO mawa_app;
      GRANT INSERT (report_id, section, language, text) ON report_comments TO mawa_app;
      GRANT INSERT (comment_id) ON report_comments_settled TO mawa_app;

      CREATE FUNCTION report_needs_another_person() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.to_state = 'approved' AND (
          EXISTS (SELECT 1 FROM reports r WHERE r.id = NEW.report_id AND r.created_by = NEW."by")
          OR EXISTS (SELECT 1 FROM report_narratives n WHERE n.report_id = NEW.report_id AND n.written_by = NEW."by")) THEN
          RAISE EXCEPTION 'who made a report does not approve it' USING ERRCODE = '23514', CONSTRAINT = 'report_needs_another_person';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER report_needs_another_person BEFORE INSERT ON report_states FOR EACH ROW EXECUTE FUNCTION report_needs_another_person();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER report_needs_another_person ON report_states;
      DROP FUNCTION report_needs_another_person;
      DROP TABLE report_comments_settled, report_comments;
      ALTER TABLE report_files DROP CONSTRAINT report_files_format_check,
        ADD CONSTRAINT report_files_format_check CHECK (format IN ('html', 'pdf', 'xlsx', 'docx', 'csv'));
      ALTER TABLE report_narratives DROP CONSTRAINT report_narratives_section_check,
        ADD CONSTRAINT report_narratives_section_check CHECK (section IN ('summary', 'progress', 'challenges', 'next'));
      DROP INDEX reports_once;
      CREATE UNIQUE INDEX reports_once ON reports (kind, grant_id, period_from) WHERE state <> 'superseded';
      ALTER TABLE reports ALTER COLUMN audience_id SET NOT NULL, DROP COLUMN subject_id, DROP CONSTRAINT reports_by_an_edition,
        ADD CONSTRAINT reports_kind_check CHECK (kind IN ('iom-quarterly'));
      DROP TABLE report_definition_drafts, report_definitions;
      DROP FUNCTION report_edition_follows;
    `);
  }
}
