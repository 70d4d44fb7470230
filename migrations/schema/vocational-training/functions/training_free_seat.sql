-- The lowest free place of a session; NULL where it is full.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_free_seat(p_session uuid) RETURNS smallint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT min(s.seat)
    FROM training_seats s
   WHERE s.session_id = p_session
     AND NOT EXISTS (SELECT 1 FROM training_enrolments e WHERE e.session_id = p_session AND e.seat = s.seat)
$$;
REVOKE EXECUTE ON FUNCTION training_free_seat FROM PUBLIC;
RESET ROLE;
