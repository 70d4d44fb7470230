-- Trigger of project_plans: while the project is planned, and the next edition. 23514: project_is_planned,
-- project_plans_editions.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_plan_is_next() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) <> 'plan' THEN
    RAISE EXCEPTION 'not being planned' USING ERRCODE = '23514', CONSTRAINT = 'project_is_planned';
  END IF;
  IF NEW.edition <> (
      SELECT coalesce(max(p.edition), 0) + 1 FROM project_plans p WHERE p.project_id = NEW.project_id) THEN
    RAISE EXCEPTION 'another edition was written'
      USING ERRCODE = '23514', CONSTRAINT = 'project_plans_editions';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_plan_is_next FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_plan_is_next TO mawa_owner;
RESET ROLE;
