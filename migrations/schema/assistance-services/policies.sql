-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read; mawa_figures =
-- statistics, which read codes and days of all cases and no name. "Reads (writes) the part X" means
-- may_read_case (may_write_case) for that part of the case. Whether rows can be changed or deleted at all,
-- the grants in tables.sql say.

-- Read and written with the part care. Statistics, and the counting functions of mawa_blind, read all.
ALTER TABLE services ENABLE ROW LEVEL SECURITY;
ALTER TABLE services FORCE ROW LEVEL SECURITY;
CREATE POLICY services_for_figures ON services FOR SELECT TO mawa_figures USING (true);
CREATE POLICY services_read ON services FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = services.case_id AND a.parts @> ARRAY['care']));
CREATE POLICY services_add ON services FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY services_change ON services FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY services_for_caseload ON services FOR SELECT TO mawa_blind USING (true);
CREATE POLICY services_at_the_gate ON services FOR SELECT TO mawa_gate USING (true);


-- Read and written with the part care; ended by functions of mawa_gate.
ALTER TABLE service_appointments ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_appointments FORCE ROW LEVEL SECURITY;
CREATE POLICY service_appointments_read ON service_appointments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_appointments_add ON service_appointments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_appointments_change ON service_appointments FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_appointments_at_the_gate ON service_appointments TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Read and written with the part care.
ALTER TABLE service_appointment_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_appointment_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY service_appointment_changes_read ON service_appointment_changes FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_appointment_changes_add ON service_appointment_changes FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_appointment_changes_at_the_gate ON service_appointment_changes FOR INSERT TO mawa_gate
  WITH CHECK (true);


-- Read and cancelled by whoever held it and by those who see somebody asked to it (may_read_session); added
-- in one's own name.
ALTER TABLE service_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY service_sessions_read ON service_sessions FOR SELECT TO mawa_app
  USING (by = (SELECT mawa_actor()) OR may_read_session(id));
CREATE POLICY service_sessions_add ON service_sessions FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()));
CREATE POLICY service_sessions_change ON service_sessions FOR UPDATE TO mawa_app
  USING (by = (SELECT mawa_actor()) OR may_read_session(id))
  WITH CHECK (true);
CREATE POLICY service_sessions_at_the_gate ON service_sessions FOR SELECT TO mawa_gate USING (true);


-- Read and written with the part care of the person.
ALTER TABLE service_attendance ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_attendance FORCE ROW LEVEL SECURITY;
CREATE POLICY service_attendance_read ON service_attendance FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_attendance_add ON service_attendance FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_attendance_at_the_gate ON service_attendance FOR SELECT TO mawa_gate USING (true);


-- Read and written with the part care, asked in one's own name (restrictive); statistics read all.
ALTER TABLE service_ratings ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_ratings FORCE ROW LEVEL SECURITY;
CREATE POLICY service_ratings_read ON service_ratings FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_ratings_add ON service_ratings FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY service_ratings_asked_by_oneself ON service_ratings AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (asked_by = (SELECT mawa_actor()));
CREATE POLICY service_ratings_for_figures ON service_ratings FOR SELECT TO mawa_figures USING (true);
