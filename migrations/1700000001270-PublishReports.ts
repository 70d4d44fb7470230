import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTIONS = [
  'report_suits(uuid, uuid)',
  'report_publication_begins()',
  'report_withdrawal_follows()',
  'report_follows_a_replaced_one()',
] as const;
const WRITTEN = `"by" uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()`;
const MAKES = '(SELECT mawa_makes_reports())';
const PUBLISHES = `(SELECT mawa_has_role('programme_officer'))`;

/** Title and period of a document in each of its languages, as they were published. */
const ABOUT = (report: string): string => `(
  SELECT jsonb_object_agg(l.code, jsonb_build_object('title', l.body #>> '{meta,title}', 'period', l.body #>> '{meta,period,label}'))
    FROM (SELECT published FROM report_documents WHERE report_id = ${report} ORDER BY version DESC LIMIT 1) d,
         jsonb_each(d.published) AS l (code, body))`;

/**
 * Publishing is an act of its own: a frozen report is seen by the people of an organisation only while it is
 * published to it, and only where its figures were protected for readers like them. A report is replaced by a
 * new one, never edited; both rows stay.
 */
export class PublishReports1700000001270 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The version of an audience may be read by organisations of these kinds; beside them by its own reader.
      CREATE TABLE report_audiences (
        audience text NOT NULL,
        organisation_kind text NOT NULL CHECK (organisation_kind IN ('agency', 'commission', 'partner', 'donor')),
        PRIMARY KEY (audience, organisation_kind)
      );
      INSERT INTO report_audiences (audience, organisation_kind) VALUES
        ('donor', 'donor'), ('donor', 'agency'), ('donor', 'commission'), ('commission', 'commission');

      CREATE TABLE report_publications (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        report_id uuid NOT NULL REFERENCES reports (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        about jsonb NOT NULL,
        note text CHECK (length(note) BETWEEN 1 AND 500),
        -- Moved by a withdrawal alone.
        live boolean NOT NULL DEFAULT true,
        ${WRITTEN},
        UNIQUE (id, report_id)
      );
      CREATE UNIQUE INDEX report_publications_once ON report_publications (report_id, organisation_id) WHERE live;
      CREATE INDEX report_publications_of ON report_publications (organisation_id) WHERE live;
      CREATE TABLE report_withdrawals (
        publication_id uuid CONSTRAINT report_withdrawals_once PRIMARY KEY REFERENCES report_publications (id),
        reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
        ${WRITTEN}
      );
      CREATE TABLE report_replacements (
        old_id uuid PRIMARY KEY REFERENCES reports (id),
        new_id uuid NOT NULL UNIQUE REFERENCES reports (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK (old_id <> new_id)
      );

      -- What was frozen before this was an act is published to its audience, as it was.
      ALTER TABLE reports NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE report_documents NO FORCE ROW LEVEL SECURITY;
      INSERT INTO report_publications (report_id, organisation_id, about, "by", at)
      SELECT r.id, r.audience_id, ${ABOUT('r.id')}, coalesce(s."by", r.created_by), coalesce(s.at, r.created_at)
        FROM reports r
        LEFT JOIN LATERAL (SELECT "by", at FROM report_states WHERE report_id = r.id AND to_state = 'frozen' ORDER BY id DESC LIMIT 1) s ON true
       WHERE r.state IN ('frozen', 'superseded') AND r.audience_id IS NOT NULL;
      ALTER TABLE reports FORCE ROW LEVEL SECURITY;
      ALTER TABLE report_documents FORCE ROW LEVEL SECURITY;

      ALTER TABLE report_publications ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_publications FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_publications_read ON report_publications FOR SELECT TO mawa_app
        USING (${MAKES} OR (live AND organisation_id = (SELECT mawa_organisation()) AND (SELECT mawa_has_role('partner_viewer'))));
      CREATE POLICY report_publications_made ON report_publications FOR INSERT TO mawa_app WITH CHECK (${PUBLISHES});
      CREATE POLICY report_publications_at_the_gate ON report_publications TO mawa_gate USING (true) WITH CHECK (true);
      ALTER TABLE report_withdrawals ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_withdrawals FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_withdrawals_read ON report_withdrawals FOR SELECT TO mawa_app USING (${MAKES});
      CREATE POLICY report_withdrawals_made ON report_withdrawals FOR INSERT TO mawa_app WITH CHECK (${PUBLISHES});
      ALTER TABLE report_replacements ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_replacements FORCE ROW LEVEL SECURITY;
      -- By whoever sees both reports.
      CREATE POLICY report_replacements_read ON report_replacements FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM reports o WHERE o.id = old_id) AND EXISTS (SELECT 1 FROM reports n WHERE n.id = new_id));
      CREATE POLICY report_replacements_at_the_gate ON report_replacements TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY reports_at_the_gate ON reports FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY report_documents_at_the_gate ON report_documents FOR SELECT TO mawa_gate USING (true);

      DROP POLICY reports_read ON reports;
      CREATE POLICY reports_read ON reports FOR SELECT TO mawa_app
        USING (${MAKES} OR (state IN ('frozen', 'superseded') AND (SELECT mawa_has_role('partner_viewer'))
          AND EXISTS (SELECT 1 FROM report_publications p
            WHERE p.report_id = reports.id AND p.live AND p.organisation_id = (SELECT mawa_organisation()))));

      GRANT SELECT ON report_audiences, report_publications, report_withdrawals, report_replacements TO mawa_app;
      GRANT INSERT (id, report_id, organisation_id, note) ON report_publications TO mawa_app;
      GRANT INSERT (publication_id, reason) ON report_withdrawals TO mawa_app;
      GRANT SELECT ON report_audiences, report_replacements, reports TO mawa_gate;
      GRANT INSERT ON report_replacements TO mawa_gate;
      GRANT SELECT, UPDATE (live) ON report_publications TO mawa_gate;
      GRANT SELECT (report_id, version, published) ON report_documents TO mawa_gate;

      CREATE FUNCTION report_suits(p_report uuid, p_organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT EXISTS (
          SELECT 1 FROM reports r JOIN organisations o ON o.id = p_organisation AND o.active
           WHERE r.id = p_report
             AND (r.audience_id = o.id OR EXISTS (
               SELECT 1 FROM report_audiences a
                WHERE a.organisation_kind = o.kind AND a.audience = (
                  SELECT l.body #>> '{disclosure,audience}' FROM report_documents d, jsonb_each(d.published) AS l (code, body)
                   WHERE d.report_id = r.id ORDER BY d.version DESC, l.code LIMIT 1)))) $$;

      CREATE FUNCTION report_publication_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF (SELECT state FROM reports WHERE id = NEW.report_id) IS DISTINCT FROM 'frozen' THEN
          RAISE EXCEPTION 'only a frozen report is published' USING ERRCODE = '23514', CONSTRAINT = 'report_publications_frozen';
        END IF;
        IF NOT report_suits(NEW.report_id, NEW.organisation_id) THEN
          RAISE EXCEPTION 'its figures were protected for other readers' USING ERRCODE = '23514', CONSTRAINT = 'report_publications_suit';
        END IF;
        NEW.about := ${ABOUT('NEW.report_id')};
        NEW.live := true;
        RETURN NEW;
      END $$;
      CREATE FUNCTION report_withdrawal_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE report_publications SET live = false WHERE id = NEW.publication_id;
        RETURN NULL;
      END $$;
      -- The next report of the same kind, grant, period and partner stands in the place of the one that was set aside.
      CREATE FUNCTION report_follows_a_replaced_one() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO report_replacements (old_id, new_id)
        SELECT r.id, NEW.id FROM reports r
         WHERE r.kind = NEW.kind AND r.grant_id IS NOT DISTINCT FROM NEW.grant_id AND r.period_from = NEW.period_from
           AND r.period_until = NEW.period_until AND r.subject_id IS NOT DISTINCT FROM NEW.subject_id AND r.state = 'superseded' AND r.id <> NEW.id
           AND NOT EXISTS (SELECT 1 FROM report_replacements x WHERE x.old_id = r.id)
         ORDER BY r.created_at DESC LIMIT 1;
        RETURN NULL;
      END $$;
      CREATE TRIGGER report_publications_begin BEFORE INSERT ON report_publications
        FOR EACH ROW EXECUTE FUNCTION report_publication_begins();
      CREATE TRIGGER report_withdrawals_follow AFTER INSERT ON report_withdrawals
        FOR EACH ROW EXECUTE FUNCTION report_withdrawal_follows();
      CREATE TRIGGER reports_follow_replaced_ones AFTER INSERT ON reports
        FOR EACH ROW EXECUTE FUNCTION report_follows_a_replaced_one();
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;`,
      ).join('')}
      GRANT EXECUTE ON FUNCTION report_suits(uuid, uuid) TO mawa_app, mawa_gate;
      ${FUNCTIONS.map(
        (one) => `
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER reports_follow_replaced_ones ON reports;
      DROP POLICY reports_read ON reports;
      CREATE POLICY reports_read ON reports FOR SELECT TO mawa_app
        USING (${MAKES}
          OR (state IN ('frozen', 'superseded') AND audience_id = (SELECT mawa_organisation()) AND (SELECT mawa_has_role('partner_viewer'))));
      DROP POLICY reports_at_the_gate ON reports;
      DROP POLICY report_documents_at_the_gate ON report_documents;
      REVOKE ALL ON reports FROM mawa_gate;
      REVOKE ALL (report_id, version, published) ON report_documents FROM mawa_gate;
      DROP TABLE report_replacements, report_withdrawals, report_publications, report_audiences;
      DROP FUNCTION ${FUNCTIONS.join(', ')};
    `);
  }
}
