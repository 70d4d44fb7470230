-- Trigger on training_steps: an offered seat opens a task for the officer (open_officer_task), which an answer closes;
-- a released seat is offered to the next person. A new enrolment closes the task about a cancelled session.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_step_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_enrolments;
BEGIN
  SELECT * INTO v FROM training_enrolments WHERE id = NEW.enrolment_id;
  IF NEW.from_state = 'offered' THEN
    UPDATE tasks
       SET done_at = mawa_now(), done_by = mawa_somebody()
     WHERE kind = 'training_offer' AND subject_id = v.id AND done_at IS NULL;
  END IF;
  IF NEW.from_state = 'new' THEN
    UPDATE tasks
       SET done_at = mawa_now(), done_by = mawa_somebody()
     WHERE kind = 'training_cancelled'
       AND case_id IN (SELECT mawa_files(NEW.case_id))
       AND done_at IS NULL;
  END IF;
  IF NEW.to_state = 'offered' THEN
    PERFORM open_officer_task('training_offer', v.case_id, v.id, v.officer_id,
      mawa_now() + make_interval(days => (mawa_setting('training_offer_days'))::text::int));
  END IF;
  IF NEW.from_state IN ('applied', 'offered', 'admitted', 'started', 'completed', 'certified')
      AND NEW.to_state NOT IN ('applied', 'offered', 'admitted', 'started', 'completed', 'certified') THEN
    PERFORM training_offer_next(v.session_id);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_step_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_step_follows TO mawa_owner;
RESET ROLE;
