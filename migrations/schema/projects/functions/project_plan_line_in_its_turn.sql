-- Trigger of project_plan_lines: lines are written in the transaction of their plan. 23514
-- project_plan_is_whole.
CREATE OR REPLACE FUNCTION project_plan_line_in_its_turn() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM project_plans p
       WHERE p.id = NEW.plan_id AND p.at = mawa_now() AND p.by = mawa_actor()) THEN
    RAISE EXCEPTION 'the edition is written' USING ERRCODE = '23514', CONSTRAINT = 'project_plan_is_whole';
  END IF;
  RETURN NEW;
END
$$;
