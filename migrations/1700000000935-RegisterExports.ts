import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The register of lists that were taken out: who, which, by what filters, how many lines, to whom. And
 * the one definition of who agreed to something, over all the files of a person: the last answer counts.
 */
export class RegisterExports1700000000935 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE exports (
        id uuid PRIMARY KEY,
        list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
        class text NOT NULL CHECK (class IN ('figures', 'case_list')),
        format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
        words text NOT NULL CHECK (words IN ('labels', 'codes')),
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        -- Names of the filters, never what they asked for.
        filters text[] NOT NULL DEFAULT '{}',
        recipient text NOT NULL CHECK (recipient IN ('office', 'organisation', 'research')),
        recipient_id uuid REFERENCES organisations (id),
        why text CHECK (why ~ '^[a-z_]{3,40}$'),
        lines integer NOT NULL CHECK (lines > 0),
        -- People left out because they did not agree, to the nearest five; fewer than five is only said so.
        left_out_few boolean NOT NULL DEFAULT false,
        left_out_about integer NOT NULL DEFAULT 0 CHECK (left_out_about >= 0 AND left_out_about % 5 = 0),
        taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        taken_at timestamptz NOT NULL DEFAULT mawa_now(),
        -- What came of it: set once, when the last line was handed over or the line broke.
        handed_over integer CHECK (handed_over BETWEEN 0 AND lines),
        CONSTRAINT exports_to_an_organisation CHECK ((recipient = 'organisation') = (recipient_id IS NOT NULL)),
        CONSTRAINT exports_of_people_say_why CHECK (class = 'figures' OR why IS NOT NULL),
        CONSTRAINT exports_few_or_about CHECK (NOT left_out_few OR left_out_about = 0)
      );
      CREATE INDEX exports_by_time ON exports (taken_at DESC, id DESC);
      ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
      ALTER TABLE exports FORCE ROW LEVEL SECURITY;
      CREATE POLICY exports_read ON exports FOR SELECT TO mawa_app
        USING (taken_by = (SELECT mawa_actor()) OR (SELECT mawa_has_role('auditor', 'administrator')));
      CREATE POLICY exports_take ON exports FOR INSERT TO mawa_app
        WITH CHECK (taken_by = (SELECT mawa_actor()) AND handed_over IS NULL);
      CREATE POLICY exports_end ON exports FOR UPDATE TO mawa_app
        USING (taken_by = (SELECT mawa_actor()) AND handed_over IS NULL)
        WITH CHECK (taken_by = (SELECT mawa_actor()) AND handed_over IS NOT NULL);
      GRANT SELECT, INSERT, UPDATE (handed_over) ON exports TO mawa_app;

      -- Every file of everybody whose last answer to exactly this is a yes that still counts. Read with the
      -- eyes of whoever asks: of a person whose care they do not see they learn nothing, and nothing leaves.
      CREATE FUNCTION who_agreed_to(p_purpose text, p_recipient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT f.id FROM (
            SELECT DISTINCT ON (coalesce(c.merged_into, c.id)) coalesce(c.merged_into, c.id) AS person,
                   s.given AND (s.until_at IS NULL OR s.until_at > mawa_now()) AS agreed
              FROM consent_standing s JOIN cases c ON c.id = s.case_id
             WHERE s.purpose = p_purpose AND s.recipient_id IS NOT DISTINCT FROM p_recipient
             ORDER BY coalesce(c.merged_into, c.id), s.at DESC, s.given) p
          JOIN cases f ON coalesce(f.merged_into, f.id) = p.person
         WHERE p.agreed $$;
      GRANT EXECUTE ON FUNCTION who_agreed_to(text, uuid) TO mawa_app, mawa_figures;
      GRANT SELECT (at) ON consent_standing TO mawa_figures;
      CREATE OR REPLACE FUNCTION exclude_without_consent(p_cases uuid[], p_purpose text, p_recipient uuid)
        RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT a FROM who_agreed_to(p_purpose, p_recipient) a WHERE a = ANY (p_cases) $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION exclude_without_consent(p_cases uuid[], p_purpose text, p_recipient uuid)
        RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT s.case_id FROM consent_standing s
         WHERE s.case_id = ANY (p_cases) AND s.purpose = p_purpose
           AND s.recipient_id IS NOT DISTINCT FROM p_recipient
           AND s.given AND (s.until_at IS NULL OR s.until_at > mawa_now()) $$;
      REVOKE SELECT (at) ON consent_standing FROM mawa_figures;
      DROP FUNCTION who_agreed_to;
      DROP TABLE exports;
    `);
  }
}
