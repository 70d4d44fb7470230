-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions.

-- Written and read by the system; auditors read it.
ALTER TABLE reading_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading_days FORCE ROW LEVEL SECURITY;
CREATE POLICY reading_days_of_the_system ON reading_days TO mawa_app
  USING ((SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_is_system()));
CREATE POLICY reading_days_are_read_by_auditors ON reading_days FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('auditor')));

ALTER TABLE reading_watch ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading_watch FORCE ROW LEVEL SECURITY;
CREATE POLICY reading_watch_of_the_system ON reading_watch TO mawa_app
  USING ((SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_is_system()));

-- Raised by the system; read by auditors, administrators and case supervisors, never by whom they are about. Closed by
-- close_reading_alarm().
ALTER TABLE reading_alarms ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading_alarms FORCE ROW LEVEL SECURITY;
CREATE POLICY reading_alarms_of_the_system ON reading_alarms TO mawa_app
  USING ((SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_is_system()));
CREATE POLICY reading_alarms_are_read ON reading_alarms FOR SELECT TO mawa_app
  USING (user_id IS DISTINCT FROM (SELECT mawa_actor())
    AND (SELECT mawa_actor()) <> ALL (reader_ids)
    AND (SELECT mawa_has_role('auditor', 'administrator', 'case_supervisor')));
CREATE POLICY reading_alarms_at_the_gate ON reading_alarms TO mawa_gate USING (true) WITH CHECK (true);
