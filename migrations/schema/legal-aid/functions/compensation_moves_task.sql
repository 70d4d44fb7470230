-- Trigger of compensation_amounts, under the lock of compensation_adds_up: what was awarded and is neither paid nor known
-- not to be recoverable is a task of whoever follows the proceeding, due legal_award_days after the award. A part that
-- is paid leaves its day.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION compensation_moves_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_award record;
BEGIN
  SELECT a.case_id, a.officer_id, a.due_on INTO v_award
    FROM unpaid_awards a
   WHERE a.proceeding_id = NEW.proceeding_id;
  IF NOT FOUND THEN
    PERFORM end_tasks_about('{award_unpaid}', ARRAY[NEW.proceeding_id], 'its_act');
  ELSIF NEW.what = 'awarded'
     OR NOT EXISTS (
       SELECT FROM tasks t
        WHERE t.kind = 'award_unpaid' AND t.subject_id = NEW.proceeding_id AND t.done_at IS NULL) THEN
    PERFORM set_task('award_unpaid', v_award.case_id, NEW.proceeding_id, v_award.officer_id,
              mawa_day_begins(v_award.due_on + 1) - interval '1 minute');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION compensation_moves_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION compensation_moves_task TO mawa_owner;
RESET ROLE;
