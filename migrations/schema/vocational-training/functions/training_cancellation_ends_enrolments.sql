-- Trigger of training_cancellations: whoever has or waits for a place, or is in training, ends as cancelled, which is
-- no leaving. For each open case a task to find another session: of the officer who enrolled the person, or where they
-- no longer read the care of the case, of whoever holds it.
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
    IF EXISTS (
        SELECT 1
          FROM case_access a
          JOIN users u ON u.id = a.principal_id AND u.active
         WHERE a.case_id = v.case_id
           AND a.parts @> ARRAY['care']
           AND a.from_at <= mawa_now()
           AND (a.until_at IS NULL OR a.until_at > mawa_now())
           AND a.principal_id = v.officer_id
           AND NOT mawa_blocked(v.case_id, u.id)
           AND (NOT mawa_restricted(v.case_id) OR mawa_named(v.case_id, u.id))) THEN
      PERFORM open_task('training_cancelled', v.case_id, v.id, NULL, v.officer_id, v_due);
    ELSE
      PERFORM notify_case_holders('training_cancelled', v.case_id, v.id, v_due);
      -- Whoever calls it off is not told of their own act, and may be the only one who holds the case.
      IF NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'training_cancelled' AND t.subject_id = v.id) THEN
        PERFORM open_task('training_cancelled', v.case_id, v.id, NULL, mawa_actor(), v_due);
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_cancellation_ends_enrolments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_cancellation_ends_enrolments TO mawa_owner;
RESET ROLE;
