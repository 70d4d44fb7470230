-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read. "Reads
-- (writes) the part X" means may_read_case (may_write_case) for that part of the case. Whether rows can be
-- changed or deleted at all, the grants in tables.sql say.

-- Read by may_read_task(), changed by the same people, added by those who read the care of the case, or by
-- some roles where there is no case. Tasks about complaints and call-backs also need the complaint or the
-- call-back (restrictive). A break-glass task is seen by whom it names.
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY tasks_finance_is_told ON tasks FOR INSERT TO mawa_app
  WITH CHECK (kind = 'finance' AND case_id IS NULL AND for_role = 'finance_officer' AND done_at IS NULL);
CREATE POLICY tasks_from_the_gate ON tasks FOR INSERT TO mawa_gate WITH CHECK (true);
CREATE POLICY tasks_at_the_gate ON tasks FOR SELECT TO mawa_gate USING (true);
CREATE POLICY tasks_done_at_the_gate ON tasks FOR UPDATE TO mawa_gate USING (true);
CREATE POLICY tasks_of_break_glass ON tasks FOR SELECT TO mawa_app
  USING (kind = 'break_glass' AND for_user = (SELECT mawa_actor()));
CREATE POLICY tasks_break_glass_for_the_gate ON tasks FOR SELECT TO mawa_gate
  USING (kind = 'break_glass');
CREATE POLICY tasks_break_glass_is_reviewed ON tasks FOR UPDATE TO mawa_gate USING (kind = 'break_glass');
CREATE POLICY tasks_seen ON tasks FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system())
    OR may_read_task(
      kind, case_id, for_user, for_role, subject_id, (SELECT mawa_roles()), (SELECT actor_reach())));
CREATE POLICY tasks_changed ON tasks FOR UPDATE TO mawa_app
  USING ((SELECT mawa_is_system())
    OR may_read_task(kind, case_id, for_user, for_role, subject_id,
      (SELECT mawa_roles()), (SELECT actor_reach())))
  WITH CHECK ((SELECT mawa_is_system())
    OR may_read_task(kind, case_id, for_user, for_role, subject_id,
      (SELECT mawa_roles()), (SELECT actor_reach())));
CREATE POLICY tasks_added ON tasks FOR INSERT TO mawa_app
  WITH CHECK (CASE
      WHEN case_id IS NULL THEN
        (SELECT mawa_has_role('administrator', 'finance_officer', 'programme_officer', 'shelter_manager'))
        OR (SELECT mawa_is_system())
      ELSE may_read_case(case_id, 'care', (SELECT actor_reach()))
    END);
CREATE POLICY tasks_for_caseload ON tasks FOR SELECT TO mawa_blind USING (true);
CREATE POLICY tasks_ended_by_the_gate ON tasks FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY tasks_parted_by_the_gate ON tasks FOR DELETE TO mawa_gate USING (true);
CREATE POLICY tasks_of_complaints_are_theirs ON tasks AS RESTRICTIVE TO mawa_app
  USING (kind !~~ 'complaint%' OR subject_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY tasks_of_call_backs_are_the_lines ON tasks AS RESTRICTIVE TO mawa_app
  USING (kind <> 'call_back' OR (SELECT mawa_is_system()) OR may_read_call_back(subject_id));


-- With the task.
ALTER TABLE task_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY task_changes_with_the_task ON task_changes TO mawa_app
  USING (EXISTS (SELECT 1 FROM tasks AS t WHERE t.id = task_changes.task_id))
  WITH CHECK (EXISTS (SELECT 1 FROM tasks AS t WHERE t.id = task_changes.task_id));
CREATE POLICY task_changes_for_the_gate ON task_changes FOR SELECT TO mawa_gate USING (true);
CREATE POLICY task_changes_from_the_gate ON task_changes FOR INSERT TO mawa_gate WITH CHECK (true);


-- Read and written with the part care.
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans FORCE ROW LEVEL SECURITY;
CREATE POLICY plans_read ON plans FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plans_add ON plans FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plans_change ON plans FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plans_for_caseload ON plans FOR SELECT TO mawa_blind USING (true);


-- Read and written with the part care.
ALTER TABLE plan_writers ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_writers FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_writers_read ON plan_writers FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_writers_add ON plan_writers FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Read and written with the part care.
ALTER TABLE plan_goals ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_goals FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_goals_read ON plan_goals FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_goals_add ON plan_goals FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_goals_remove ON plan_goals FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Read and written with the part care.
ALTER TABLE plan_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_steps_read ON plan_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_steps_add ON plan_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_steps_remove ON plan_steps FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Read and written with the part care.
ALTER TABLE plan_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_states FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_states_read ON plan_states FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_states_add ON plan_states FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Read and written with the part care.
ALTER TABLE plan_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY plan_progress_read ON plan_progress FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_progress_add ON plan_progress FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY plan_progress_for_caseload ON plan_progress FOR SELECT TO mawa_blind USING (true);


-- One's own; jobs read them all.
ALTER TABLE digest_choices ENABLE ROW LEVEL SECURITY;
ALTER TABLE digest_choices FORCE ROW LEVEL SECURITY;
CREATE POLICY digest_choices_own ON digest_choices TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_is_system()))
  WITH CHECK (user_id = (SELECT mawa_actor()));


-- One's own; jobs write them.
ALTER TABLE digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE digests FORCE ROW LEVEL SECURITY;
CREATE POLICY digests_own ON digests TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_is_system()))
  WITH CHECK (user_id = (SELECT mawa_actor()) OR (SELECT mawa_is_system()));


-- One's own.
ALTER TABLE arrivals_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE arrivals_seen FORCE ROW LEVEL SECURITY;
CREATE POLICY arrivals_seen_own ON arrivals_seen TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));
