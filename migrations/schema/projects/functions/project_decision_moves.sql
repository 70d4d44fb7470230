-- Trigger of project_decisions: writes the step of the project that the decision makes.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_decision_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO project_steps (id, project_id, from_state, to_state, on_day)
  VALUES (gen_random_uuid(), NEW.project_id, 'submitted', NEW.outcome, mawa_day(mawa_now()));
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION project_decision_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_decision_moves TO mawa_owner;
RESET ROLE;
