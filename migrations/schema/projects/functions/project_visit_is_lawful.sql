-- Trigger of project_visits: has happened, in a project that has begun and was not refused or withdrawn.
-- 23514: project_step_has_happened, project_is_over.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_visit_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) IN ('new', 'refused', 'withdrawn') THEN
    RAISE EXCEPTION 'it is over' USING ERRCODE = '23514', CONSTRAINT = 'project_is_over';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_visit_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_visit_is_lawful TO mawa_owner;
RESET ROLE;
