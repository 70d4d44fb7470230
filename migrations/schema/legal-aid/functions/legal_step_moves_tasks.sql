-- Trigger of legal_steps: a step of a hearing or an order ends the tasks about it. A granted measure with an end is a
-- task of whoever follows its proceeding, else of the writer, due legal_measure_days before that end, or on its last
-- day where that is over; a later end moves the task.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION legal_step_moves_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_until date;
  v_due date;
BEGIN
  IF NEW.hearing_id IS NOT NULL THEN
    PERFORM end_tasks_about('{hearing,hearing_court_closed}', ARRAY[NEW.hearing_id], 'its_act');
  ELSIF NEW.order_id IS NOT NULL THEN
    PERFORM end_tasks_about('{court_order}', ARRAY[NEW.order_id], 'its_act');
  ELSIF NEW.measure_id IS NOT NULL THEN
    v_until := measure_until(NEW.measure_id);
    IF NEW.to_state = 'granted' AND v_until IS NOT NULL THEN
      v_due := v_until - mawa_setting('legal_measure_days')::int;
      PERFORM set_task('measure_ends', NEW.case_id, NEW.measure_id,
                coalesce(
                  (SELECT p.officer_id
                     FROM protection_measures m JOIN proceedings p ON p.id = m.proceeding_id
                    WHERE m.id = NEW.measure_id),
                  NEW."by"),
                mawa_day_begins(
                  CASE WHEN v_due < mawa_day(mawa_now()) THEN v_until ELSE v_due END + 1) - interval '1 minute');
    ELSE
      PERFORM end_tasks_about('{measure_ends}', ARRAY[NEW.measure_id], 'its_act');
    END IF;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION legal_step_moves_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_step_moves_tasks TO mawa_owner;
RESET ROLE;
