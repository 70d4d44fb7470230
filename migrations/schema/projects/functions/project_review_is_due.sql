-- Trigger of project_reviews: one of view project_due, its window open, and not alive after its end. 23514:
-- project_step_has_happened, project_review_which, project_review_opens, project_alive_after_its_end.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_review_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_opens date := (SELECT min(d.opens_on)
                     FROM project_due d
                    WHERE d.project_id = NEW.project_id AND d.months = NEW.months);
BEGIN
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  IF v_opens IS NULL THEN
    RAISE EXCEPTION 'no such review' USING ERRCODE = '23514', CONSTRAINT = 'project_review_which';
  END IF;
  IF NEW.on_day < v_opens THEN
    RAISE EXCEPTION 'its time has not come' USING ERRCODE = '23514', CONSTRAINT = 'project_review_opens';
  END IF;
  IF NEW.outcome = 'alive'
      AND EXISTS (
          SELECT 1
            FROM project_steps s
           WHERE s.project_id = NEW.project_id
             AND s.to_state = 'ended'
             AND s.reason IN ('closed', 'given_up')
             AND s.on_day <= NEW.on_day) THEN
    RAISE EXCEPTION 'it had ended' USING ERRCODE = '23514', CONSTRAINT = 'project_alive_after_its_end';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_review_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_review_is_due TO mawa_owner;
RESET ROLE;
