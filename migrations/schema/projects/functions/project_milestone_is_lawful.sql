-- Trigger of project_milestones: of a granted project, has happened, not before the sitting that granted it.
-- 23514: project_is_granted, project_step_has_happened, project_after_the_grant.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_milestone_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) NOT IN ('approved', 'running') THEN
    RAISE EXCEPTION 'not granted' USING ERRCODE = '23514', CONSTRAINT = 'project_is_granted';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  IF NEW.on_day < (
      SELECT s.held_on
        FROM project_tranches t
        JOIN project_decisions d ON d.id = t.decision_id
        JOIN project_sittings s ON s.id = d.sitting_id
       WHERE t.id = NEW.tranche_id) THEN
    RAISE EXCEPTION 'before it was granted' USING ERRCODE = '23514', CONSTRAINT = 'project_after_the_grant';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_milestone_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_milestone_is_lawful TO mawa_owner;
RESET ROLE;
