-- Trigger of project_steps: begins at the present state, is legal, has happened, is not before the last step;
-- enough people, and to submit a plan that asks something and holds. Steps from `submitted` are written by
-- the trigger of the decision (trigger depth) or are a withdrawal. 23514: project_step_follows,
-- project_step_is_legal, project_step_has_happened, project_step_in_order, project_of_several,
-- project_asks_something, project_plan_is_new, project_plan_holds, project_is_decided.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v projects;
  v_people int;
  v_plan project_plans;
BEGIN
  SELECT * INTO v FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'project_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM project_transitions t
       WHERE t.of_what = 'project' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'project_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a step that has not happened'
      USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  IF NEW.on_day < (SELECT max(s.on_day) FROM project_steps s WHERE s.project_id = NEW.project_id) THEN
    RAISE EXCEPTION 'a step before the last one'
      USING ERRCODE = '23514', CONSTRAINT = 'project_step_in_order';
  END IF;
  SELECT count(*) INTO v_people FROM project_people WHERE project_id = v.id AND left_on IS NULL;
  IF v_people = 0
      OR NEW.to_state IN ('submitted', 'running') AND v.kind = 'cooperative' AND v_people < 2 THEN
    RAISE EXCEPTION 'two at least' USING ERRCODE = '23514', CONSTRAINT = 'project_of_several';
  END IF;
  IF NEW.to_state = 'submitted' THEN
    SELECT * INTO v_plan FROM project_plans p WHERE p.project_id = v.id ORDER BY p.edition DESC LIMIT 1;
    IF v_plan.id IS NULL OR v_plan.grant_asked = 0 THEN
      RAISE EXCEPTION 'nothing is asked' USING ERRCODE = '23514', CONSTRAINT = 'project_asks_something';
    END IF;
    IF EXISTS (SELECT 1 FROM project_decisions d WHERE d.plan_id = v_plan.id) THEN
      RAISE EXCEPTION 'this edition was decided' USING ERRCODE = '23514', CONSTRAINT = 'project_plan_is_new';
    END IF;
    IF project_plan_lowest(v_plan.id) < 0 THEN
      RAISE EXCEPTION 'the plan falls under zero'
        USING ERRCODE = '23514', CONSTRAINT = 'project_plan_holds';
    END IF;
  END IF;
  IF NEW.from_state = 'submitted' AND NEW.to_state <> 'withdrawn' AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the committee decides' USING ERRCODE = '23514', CONSTRAINT = 'project_is_decided';
  END IF;
  UPDATE projects SET state = NEW.to_state WHERE id = v.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_step_moves TO mawa_owner;
RESET ROLE;
