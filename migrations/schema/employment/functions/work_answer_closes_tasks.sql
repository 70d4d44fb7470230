-- Trigger of work_alert_answers: answers a follow-up with a sign, not before it; its tasks are done. 23514:
-- work_step_has_happened, work_answer_to_a_sign.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_answer_closes_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not done yet' USING ERRCODE = '23514', CONSTRAINT = 'work_step_has_happened';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM work_follow_ups f
       WHERE f.id = NEW.follow_up_id AND cardinality(f.signs_seen) > 0 AND f.tried_on <= NEW.on_day) THEN
    RAISE EXCEPTION 'nothing calls there' USING ERRCODE = '23514', CONSTRAINT = 'work_answer_to_a_sign';
  END IF;
  UPDATE tasks
     SET done_at = mawa_now(), done_by = mawa_somebody()
   WHERE kind = 'work_sign' AND subject_id = NEW.follow_up_id AND done_at IS NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_answer_closes_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_answer_closes_tasks TO mawa_owner;
RESET ROLE;
