-- Trigger of training_cancellations: whoever has or waits for a place, or is in training, ends as cancelled, which is
-- no leaving. For each open case a task to find another session (open_officer_task).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_cancellation_ends_enrolments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_enrolments;
  v_due timestamptz := mawa_now() + interval '3 days';
BEGIN
  FOR v IN
      SELECT *
        FROM training_enrolments
       WHERE session_id = NEW.session_id
         AND state IN ('applied', 'waiting', 'offered', 'admitted', 'started')
       ORDER BY place
  LOOP
    INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day)
    VALUES (gen_random_uuid(), v.case_id, v.id, v.state, 'cancelled', mawa_day(mawa_now()));
    CONTINUE WHEN (SELECT c.stage FROM cases c WHERE c.id = mawa_person(v.case_id)) = 'closed';
    PERFORM open_officer_task('training_cancelled', v.case_id, v.id, v.officer_id, v_due);
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_cancellation_ends_enrolments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_cancellation_ends_enrolments TO mawa_owner;
RESET ROLE;
