-- Deferred trigger of project_scores: a member scores all criteria. 23514 project_scores_are_whole.
CREATE OR REPLACE FUNCTION project_scores_are_whole() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*)
        FROM project_scores s
       WHERE s.sitting_id = NEW.sitting_id
         AND s.project_id = NEW.project_id
         AND s.user_id = NEW.user_id) <> (
      SELECT count(*)
        FROM project_sittings t, project_criteria_on(t.held_on) c
       WHERE t.id = NEW.sitting_id) THEN
    RAISE EXCEPTION 'a criterion is missing'
      USING ERRCODE = '23514', CONSTRAINT = 'project_scores_are_whole';
  END IF;
  RETURN NULL;
END
$$;
