-- Hourly job (enrolments/training.schedule.ts): offered places that nobody answered in time are given up; returns
-- how many. 42501 for anybody but the system.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_lapse(p_today date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_enrolments;
  v_count integer := 0;
BEGIN
  IF NOT mawa_is_system() THEN RAISE EXCEPTION 'not for this actor' USING ERRCODE = '42501'; END IF;
  FOR v IN
      SELECT *
        FROM training_enrolments
       WHERE state = 'offered' AND offer_until < p_today
       ORDER BY session_id, place
  LOOP
    -- The person may answer meanwhile: read again under the lock that every step takes.
    PERFORM 1 FROM training_sessions WHERE id = v.session_id FOR NO KEY UPDATE;
    CONTINUE WHEN NOT EXISTS (
        SELECT 1 FROM training_enrolments WHERE id = v.id AND state = 'offered' AND offer_until < p_today);
    INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day, reason)
    VALUES (gen_random_uuid(), v.case_id, v.id, 'offered', 'withdrawn', p_today, 'no_answer');
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION training_lapse FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_lapse TO mawa_app;
RESET ROLE;
