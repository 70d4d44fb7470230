-- Trigger of project_scores: not after the decision nor before the sitting, without a conflict of interest,
-- of a criterion in force. 23514: project_not_decided, project_sitting_has_begun, project_without_conflict,
-- project_criterion.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_score_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_on date := (SELECT t.held_on FROM project_sittings t WHERE t.id = NEW.sitting_id);
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF EXISTS (
          SELECT 1
            FROM project_decisions d
           WHERE d.sitting_id = NEW.sitting_id AND d.project_id = NEW.project_id)
      OR (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) <> 'submitted' THEN
    RAISE EXCEPTION 'decided' USING ERRCODE = '23514', CONSTRAINT = 'project_not_decided';
  END IF;
  IF v_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'it has not sat' USING ERRCODE = '23514', CONSTRAINT = 'project_sitting_has_begun';
  END IF;
  IF project_in_conflict(NEW.project_id, NEW.user_id)
      OR EXISTS (
          SELECT 1
            FROM project_recusals r
           WHERE r.sitting_id = NEW.sitting_id
             AND r.project_id = NEW.project_id
             AND r.user_id = NEW.user_id) THEN
    RAISE EXCEPTION 'has to do with it' USING ERRCODE = '23514', CONSTRAINT = 'project_without_conflict';
  END IF;
  IF NEW.criterion NOT IN (SELECT c.code FROM project_criteria_on(v_on) c) THEN
    RAISE EXCEPTION 'no such criterion' USING ERRCODE = '23514', CONSTRAINT = 'project_criterion';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_score_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_score_is_lawful TO mawa_owner;
RESET ROLE;
