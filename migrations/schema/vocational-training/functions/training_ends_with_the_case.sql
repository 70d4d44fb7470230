-- Trigger of stage_changes: when a case is closed, enrolments that have not started are withdrawn.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_ends_with_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_enrolments;
BEGIN
  -- A session that is being called off ends them itself: it is waited for.
  PERFORM 1
    FROM training_sessions s
   WHERE s.id IN (
       SELECT e.session_id
         FROM training_enrolments e
        WHERE e.id IN (SELECT training_ending_with(NEW.case_id)))
   ORDER BY s.id
   FOR NO KEY UPDATE;
  FOR v IN
      SELECT *
        FROM training_enrolments
       WHERE id IN (SELECT training_ending_with(NEW.case_id))
       ORDER BY session_id, place
  LOOP
    INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day, reason)
    VALUES (gen_random_uuid(), v.case_id, v.id, v.state, 'withdrawn', mawa_day(mawa_now()), 'case_closed');
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_ends_with_the_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_ends_with_the_case TO mawa_owner;
RESET ROLE;
