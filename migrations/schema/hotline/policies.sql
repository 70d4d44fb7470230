-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Coded facts are read by operators and case supervisors of the line. An operator writes the calls that they
-- took, until hotline_own_hours after their end; the key of the words is narrower (may_read_call_text).
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE calls FORCE ROW LEVEL SECURITY;
CREATE POLICY calls_read ON calls FOR SELECT TO mawa_app
  USING (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator', 'case_supervisor')));
CREATE POLICY calls_add ON calls FOR INSERT TO mawa_app
  WITH CHECK (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator'))
    AND taken_by = (SELECT mawa_actor()));
CREATE POLICY calls_change ON calls FOR UPDATE TO mawa_app
  USING (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator'))
    AND taken_by = (SELECT mawa_actor())
    AND (SELECT mawa_has_role('hotline_operator'))
    AND (ended_at IS NULL
        OR ended_at
          > ((SELECT mawa_now() - make_interval(hours => (mawa_setting('hotline_own_hours'))::int)))))
  WITH CHECK (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator')));
CREATE POLICY calls_for_the_gate ON calls TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY calls_for_figures ON calls FOR SELECT TO mawa_figures USING (true);


-- Read as the call; written by the operator who took it, as long as they may change it.
ALTER TABLE call_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY call_steps_with_the_call ON call_steps FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM calls AS c WHERE c.id = call_steps.call_id));
CREATE POLICY call_steps_by_whoever_took_it ON call_steps FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM calls AS c WHERE c.id = call_steps.call_id
      AND c.taken_by = (SELECT mawa_actor())
      AND (SELECT mawa_has_role('hotline_operator'))
      AND (c.ended_at IS NULL
          OR c.ended_at
            > ((SELECT mawa_now() - make_interval(hours => (mawa_setting('hotline_own_hours'))::int))))));
CREATE POLICY call_steps_for_the_gate ON call_steps TO mawa_gate USING (true);
CREATE POLICY call_steps_for_figures ON call_steps FOR SELECT TO mawa_figures USING (true);


-- Read by operators and case supervisors of the line, changed by its operators.
ALTER TABLE call_backs ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_backs FORCE ROW LEVEL SECURITY;
CREATE POLICY call_backs_of_the_line ON call_backs FOR SELECT TO mawa_app
  USING (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator', 'case_supervisor')));
CREATE POLICY call_backs_add ON call_backs FOR INSERT TO mawa_app
  WITH CHECK (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator')));
CREATE POLICY call_backs_change ON call_backs FOR UPDATE TO mawa_app
  USING (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator')))
  WITH CHECK (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator')));
CREATE POLICY call_backs_for_the_gate ON call_backs TO mawa_gate USING (true) WITH CHECK (true);


-- Read as the call-back; written by operators while it is open.
ALTER TABLE call_back_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_back_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY call_back_attempts_read ON call_back_attempts FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM call_backs AS b WHERE b.id = call_back_attempts.call_back_id));
CREATE POLICY call_back_attempts_add ON call_back_attempts FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('hotline_operator'))
    AND EXISTS (SELECT 1
          FROM call_backs AS b
         WHERE b.id = call_back_attempts.call_back_id AND b.closed_at IS NULL));
CREATE POLICY call_back_attempts_for_the_gate ON call_back_attempts TO mawa_gate USING (true);


-- Read, made and lifted by operators and case supervisors of the line.
ALTER TABLE caller_blocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE caller_blocks FORCE ROW LEVEL SECURITY;
CREATE POLICY caller_blocks_of_the_line ON caller_blocks TO mawa_app
  USING (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator', 'case_supervisor')))
  WITH CHECK (NOT (line_id IS DISTINCT FROM (SELECT mawa_organisation()))
    AND (SELECT mawa_has_role('hotline_operator', 'case_supervisor')));
CREATE POLICY caller_blocks_for_the_gate ON caller_blocks TO mawa_gate USING (true);


-- Read by who linked, while an operator, and with the care of the case; ended by who linked or who holds the
-- case fully. Written by functions alone.
ALTER TABLE call_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_links FORCE ROW LEVEL SECURITY;
CREATE POLICY call_links_read ON call_links FOR SELECT TO mawa_app
  USING ((by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('hotline_operator')))
    OR may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY call_links_change ON call_links FOR UPDATE TO mawa_app
  USING ((by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('hotline_operator')))
    OR mawa_holds_fully(case_id));
CREATE POLICY call_links_for_the_gate ON call_links TO mawa_gate USING (true) WITH CHECK (true);
