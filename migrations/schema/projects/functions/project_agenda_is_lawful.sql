-- Trigger of project_agendas: a submitted project, its last plan, before one sitting at a time, and not one
-- that is over. 23514: project_is_submitted, project_last_plan, project_before_one_sitting,
-- project_sitting_is_ahead.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_agenda_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) <> 'submitted' THEN
    RAISE EXCEPTION 'not submitted' USING ERRCODE = '23514', CONSTRAINT = 'project_is_submitted';
  END IF;
  IF NEW.plan_id <> (
      SELECT p.id
        FROM project_plans p
       WHERE p.project_id = NEW.project_id
       ORDER BY p.edition DESC LIMIT 1) THEN
    RAISE EXCEPTION 'not its last plan' USING ERRCODE = '23514', CONSTRAINT = 'project_last_plan';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM project_agendas g JOIN project_sittings t ON t.id = g.sitting_id
       WHERE g.plan_id = NEW.plan_id AND t.held_on >= mawa_day(mawa_now())) THEN
    RAISE EXCEPTION 'before another sitting'
      USING ERRCODE = '23514', CONSTRAINT = 'project_before_one_sitting';
  END IF;
  IF (SELECT t.held_on FROM project_sittings t WHERE t.id = NEW.sitting_id) < mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'that sitting is over' USING ERRCODE = '23514', CONSTRAINT = 'project_sitting_is_ahead';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_agenda_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_agenda_is_lawful TO mawa_owner;
RESET ROLE;
