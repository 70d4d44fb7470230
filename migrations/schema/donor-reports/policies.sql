-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Read by all; put in force by programme officers, in their own name.
ALTER TABLE report_definitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_definitions FORCE ROW LEVEL SECURITY;
CREATE POLICY report_definitions_read ON report_definitions FOR SELECT TO mawa_app USING (true);
CREATE POLICY report_definitions_made ON report_definitions FOR INSERT TO mawa_app
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));


-- Read and written by whoever makes reports. Accounts of a partner or the commission read those published to
-- their organisation, while they are.
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports FORCE ROW LEVEL SECURITY;
CREATE POLICY reports_write ON reports FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_makes_reports()));
CREATE POLICY reports_change ON reports FOR UPDATE TO mawa_app USING ((SELECT mawa_makes_reports()));
CREATE POLICY reports_at_the_gate ON reports FOR SELECT TO mawa_gate USING (true);
CREATE POLICY reports_read ON reports FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports())
    OR (state IN ('frozen', 'superseded')
        AND (SELECT mawa_has_role('partner_viewer', 'commission_officer', 'donor_viewer'))
        AND EXISTS (SELECT 1
              FROM report_publications AS p
             WHERE p.report_id = reports.id
                 AND p.live
                 AND p.organisation_id = (SELECT mawa_organisation()))));


-- Read and written by whoever makes reports.
ALTER TABLE report_narratives ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_narratives FORCE ROW LEVEL SECURITY;
CREATE POLICY report_narratives_makers ON report_narratives TO mawa_app
  USING ((SELECT mawa_makes_reports()));


-- Read and written by whoever makes reports; to others only its files and what functions of mawa_gate return.
ALTER TABLE report_documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_documents FORCE ROW LEVEL SECURITY;
CREATE POLICY report_documents_makers ON report_documents TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_documents_at_the_gate ON report_documents FOR SELECT TO mawa_gate USING (true);


-- Read by whoever reads the report; written by whoever makes reports.
ALTER TABLE report_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_files FORCE ROW LEVEL SECURITY;
CREATE POLICY report_files_read ON report_files FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM reports AS r WHERE r.id = report_files.report_id));
CREATE POLICY report_files_write ON report_files FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_makes_reports()));
CREATE POLICY report_files_at_the_gate ON report_files FOR SELECT TO mawa_gate USING (true);


-- Read by whoever makes reports; written by programme officers, in their own name.
ALTER TABLE report_definition_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_definition_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY report_definition_drafts_read ON report_definition_drafts FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_definition_drafts_written ON report_definition_drafts TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer')))
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));


-- Read by whoever makes reports; written in one's own name.
ALTER TABLE report_comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_comments FORCE ROW LEVEL SECURITY;
CREATE POLICY report_comments_makers ON report_comments TO mawa_app
  USING ((SELECT mawa_makes_reports()))
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_makes_reports()));


-- Read by whoever makes reports; written in one's own name.
ALTER TABLE report_comments_settled ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_comments_settled FORCE ROW LEVEL SECURITY;
CREATE POLICY report_comments_settled_makers ON report_comments_settled TO mawa_app
  USING ((SELECT mawa_makes_reports()))
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_makes_reports()));


-- Read by whoever makes reports; written in one's own name.
ALTER TABLE report_reproductions ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_reproductions FORCE ROW LEVEL SECURITY;
CREATE POLICY report_reproductions_makers ON report_reproductions FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_reproductions_write ON report_reproductions FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_makes_reports()) AND by = (SELECT mawa_actor()));


-- Read by whoever makes reports, and while they are live by accounts of the organisation; made by programme
-- officers.
ALTER TABLE report_publications ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_publications FORCE ROW LEVEL SECURITY;
CREATE POLICY report_publications_made ON report_publications FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));
CREATE POLICY report_publications_at_the_gate ON report_publications TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY report_publications_read ON report_publications FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports())
    OR (live
        AND organisation_id = (SELECT mawa_organisation())
        AND (SELECT mawa_has_role('partner_viewer', 'commission_officer', 'donor_viewer'))));


-- Read by whoever makes reports; made by programme officers.
ALTER TABLE report_withdrawals ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_withdrawals FORCE ROW LEVEL SECURITY;
CREATE POLICY report_withdrawals_read ON report_withdrawals FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_withdrawals_made ON report_withdrawals FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));


-- Read by whoever reads both reports; written by trigger.
ALTER TABLE report_replacements ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_replacements FORCE ROW LEVEL SECURITY;
CREATE POLICY report_replacements_read ON report_replacements FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM reports AS o WHERE o.id = report_replacements.old_id)
    AND EXISTS (SELECT 1 FROM reports AS n WHERE n.id = report_replacements.new_id));
CREATE POLICY report_replacements_at_the_gate ON report_replacements TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Read by whoever makes reports; made in their own name and ended by programme officers.
ALTER TABLE report_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_links FORCE ROW LEVEL SECURITY;
CREATE POLICY report_links_read ON report_links FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_links_at_the_gate ON report_links TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY report_links_made ON report_links FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')) AND made_by = (SELECT mawa_actor()));
CREATE POLICY report_links_ended ON report_links FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer')))
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));


-- Read by whoever makes reports; written by open_report_link.
ALTER TABLE report_link_openings ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_link_openings FORCE ROW LEVEL SECURITY;
CREATE POLICY report_link_openings_read ON report_link_openings FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_link_openings_at_the_gate ON report_link_openings TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Read by whoever makes reports. Whoever reads the report notes their own download; those by link are noted
-- by note_linked_download.
ALTER TABLE report_downloads ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_downloads FORCE ROW LEVEL SECURITY;
CREATE POLICY report_downloads_read ON report_downloads FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_downloads_at_the_gate ON report_downloads TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY report_downloads_noted ON report_downloads FOR INSERT TO mawa_app
  WITH CHECK (user_id = (SELECT mawa_actor())
    AND EXISTS (SELECT 1 FROM reports AS r WHERE r.id = report_downloads.report_id));


-- Read by whoever makes reports; made by programme officers. The public page reads by functions of mawa_gate.
ALTER TABLE public_releases ENABLE ROW LEVEL SECURITY;
ALTER TABLE public_releases FORCE ROW LEVEL SECURITY;
CREATE POLICY public_releases_read ON public_releases FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY public_releases_made ON public_releases FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));
CREATE POLICY public_releases_at_the_gate ON public_releases TO mawa_gate USING (true) WITH CHECK (true);


-- Read by whoever makes reports; made by programme officers.
ALTER TABLE public_withdrawals ENABLE ROW LEVEL SECURITY;
ALTER TABLE public_withdrawals FORCE ROW LEVEL SECURITY;
CREATE POLICY public_withdrawals_read ON public_withdrawals FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY public_withdrawals_made ON public_withdrawals FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));


-- Read by whoever makes reports; written by the system.
ALTER TABLE report_reminders ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_reminders FORCE ROW LEVEL SECURITY;
CREATE POLICY report_reminders_read ON report_reminders FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_reminders_made ON report_reminders FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_is_system()));
CREATE POLICY report_reminders_at_the_gate ON report_reminders FOR SELECT TO mawa_gate USING (true);


-- Read by whoever makes reports, those for the commission also by its accounts; released by programme
-- officers, in their own name.
ALTER TABLE statistics_releases ENABLE ROW LEVEL SECURITY;
ALTER TABLE statistics_releases FORCE ROW LEVEL SECURITY;
CREATE POLICY statistics_releases_read ON statistics_releases FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports())
    OR (audience = 'commission' AND (SELECT mawa_has_role('commission_officer'))));
CREATE POLICY statistics_releases_made ON statistics_releases FOR INSERT TO mawa_app
  WITH CHECK (released_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('programme_officer')));


-- Read by whoever makes reports; given by programme and finance officers, in their own name.
ALTER TABLE report_approval_reasons ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_approval_reasons FORCE ROW LEVEL SECURITY;
CREATE POLICY report_approval_reasons_read ON report_approval_reasons FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_approval_reasons_give ON report_approval_reasons FOR INSERT TO mawa_app
  WITH CHECK (given_by = (SELECT mawa_actor())
    AND (SELECT mawa_has_role('programme_officer', 'finance_officer')));


-- Read by whoever makes reports; set by programme officers, in their own name.
ALTER TABLE report_first_periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_first_periods FORCE ROW LEVEL SECURITY;
CREATE POLICY report_first_periods_read ON report_first_periods FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_first_periods_set ON report_first_periods FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY report_first_periods_at_the_gate ON report_first_periods FOR SELECT TO mawa_gate USING (true);


-- Read by whoever makes reports; decided by programme officers, in their own name.
ALTER TABLE report_dispositions ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_dispositions FORCE ROW LEVEL SECURITY;
CREATE POLICY report_dispositions_read ON report_dispositions FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY report_dispositions_decided ON report_dispositions FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY report_dispositions_at_the_gate ON report_dispositions FOR SELECT TO mawa_gate USING (true);


-- Read and written by whoever makes reports.
ALTER TABLE dashboard_figures ENABLE ROW LEVEL SECURITY;
ALTER TABLE dashboard_figures FORCE ROW LEVEL SECURITY;
CREATE POLICY dashboard_figures_makers ON dashboard_figures TO mawa_app
  USING ((SELECT mawa_makes_reports()));
