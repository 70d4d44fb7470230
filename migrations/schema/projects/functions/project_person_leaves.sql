-- Trigger of project_people: leaves once, and not as the last one. 23514: project_left_once,
-- project_step_has_happened, project_keeps_somebody.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_person_leaves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.left_on IS NOT NULL THEN
    RAISE EXCEPTION 'left already' USING ERRCODE = '23514', CONSTRAINT = 'project_left_once';
  END IF;
  IF NEW.left_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  PERFORM 1 FROM projects WHERE id = OLD.project_id FOR NO KEY UPDATE;
  -- The last one does not leave: the project ends or is withdrawn.
  IF NOT EXISTS (
      SELECT 1
        FROM project_people pp
       WHERE pp.project_id = OLD.project_id AND pp.left_on IS NULL AND pp.id <> OLD.id) THEN
    RAISE EXCEPTION 'nobody would be left' USING ERRCODE = '23514', CONSTRAINT = 'project_keeps_somebody';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_person_leaves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_person_leaves TO mawa_owner;
RESET ROLE;
