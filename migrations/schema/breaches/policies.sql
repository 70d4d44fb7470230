-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions.

-- Read by programme officers, case supervisors and auditors, never by those from whom it is hidden, and by whoever
-- reported it; reported by anybody in their own name. States: breach_step_moves().
ALTER TABLE breaches ENABLE ROW LEVEL SECURITY;
ALTER TABLE breaches FORCE ROW LEVEL SECURITY;
CREATE POLICY breaches_read ON breaches FOR SELECT TO mawa_app
  USING (reported_by = (SELECT mawa_actor())
    OR ((SELECT mawa_has_role('programme_officer', 'case_supervisor', 'auditor'))
      AND (SELECT mawa_actor()) <> ALL (hidden_from)));
CREATE POLICY breaches_reported ON breaches FOR INSERT TO mawa_app
  WITH CHECK (reported_by = (SELECT mawa_actor()) AND state = 'reported'
    AND (alarm_id IS NULL OR EXISTS (SELECT 1 FROM reading_alarms a WHERE a.id = alarm_id)));
CREATE POLICY breaches_at_the_gate ON breaches TO mawa_gate USING (true) WITH CHECK (true);


-- Read by the readers of the register; added in their own name by those who decide on it. Also the tables below.
ALTER TABLE breach_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE breach_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_steps_read ON breach_steps FOR SELECT TO mawa_app USING (reads_breach(breach_id));
CREATE POLICY breach_steps_add ON breach_steps FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND handles_breach(breach_id));
CREATE POLICY breach_steps_at_the_gate ON breach_steps FOR SELECT TO mawa_gate USING (true);


-- Written by breach_is_followed_up().
ALTER TABLE breach_deadlines ENABLE ROW LEVEL SECURITY;
ALTER TABLE breach_deadlines FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_deadlines_read ON breach_deadlines FOR SELECT TO mawa_app USING (reads_breach(breach_id));
CREATE POLICY breach_deadlines_at_the_gate ON breach_deadlines TO mawa_gate USING (true) WITH CHECK (true);


ALTER TABLE breach_assessments ENABLE ROW LEVEL SECURITY;
ALTER TABLE breach_assessments FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_assessments_read ON breach_assessments FOR SELECT TO mawa_app USING (reads_breach(breach_id));
CREATE POLICY breach_assessments_at_the_gate ON breach_assessments FOR SELECT TO mawa_gate USING (true);
CREATE POLICY breach_assessments_add ON breach_assessments FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND handles_breach(breach_id));


ALTER TABLE breach_measures ENABLE ROW LEVEL SECURITY;
ALTER TABLE breach_measures FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_measures_read ON breach_measures FOR SELECT TO mawa_app USING (reads_breach(breach_id));
CREATE POLICY breach_measures_add ON breach_measures FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND handles_breach(breach_id));


ALTER TABLE breach_notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE breach_notices FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_notices_read ON breach_notices FOR SELECT TO mawa_app USING (reads_breach(breach_id));
CREATE POLICY breach_notices_add ON breach_notices FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND handles_breach(breach_id));


-- Decided by another person (a constraint), once.
ALTER TABLE breach_waivers ENABLE ROW LEVEL SECURITY;
ALTER TABLE breach_waivers FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_waivers_read ON breach_waivers FOR SELECT TO mawa_app USING (reads_breach(breach_id));
CREATE POLICY breach_waivers_add ON breach_waivers FOR INSERT TO mawa_app
  WITH CHECK (asked_by = (SELECT mawa_actor()) AND decision IS NULL AND handles_breach(breach_id));
CREATE POLICY breach_waivers_decided ON breach_waivers FOR UPDATE TO mawa_app
  USING (decision IS NULL AND handles_breach(breach_id))
  WITH CHECK (decided_by = (SELECT mawa_actor()));
