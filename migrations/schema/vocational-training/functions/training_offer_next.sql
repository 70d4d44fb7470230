-- Offers the free places of a session to those who wait, in order, while it can still be joined
-- (training_join_days after its start) and is not called off.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_offer_next(p_session uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_enrolments;
  v_today date := mawa_day(mawa_now());
BEGIN
  WHILE training_free_seat(p_session) IS NOT NULL AND EXISTS (
      SELECT 1
        FROM training_sessions s
       WHERE s.id = p_session
         AND v_today <= least(s.ends_on,
           s.starts_on + (mawa_setting('training_join_days'))::text::int)
         AND NOT EXISTS (SELECT 1 FROM training_cancellations x WHERE x.session_id = p_session)) LOOP
    SELECT * INTO v
      FROM training_enrolments
     WHERE session_id = p_session AND state = 'waiting'
     ORDER BY place LIMIT 1;
    EXIT WHEN NOT FOUND;
    INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day)
    VALUES (gen_random_uuid(), v.case_id, v.id, 'waiting', 'offered', v_today);
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION training_offer_next FROM PUBLIC;
RESET ROLE;
