-- Trigger of return_arrivals: the track has arrived, or is travelling and nobody was there to receive the
-- person; the day heard is neither in the future nor before the arrival. 23514: return_has_arrived,
-- return_arrival_is_heard.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_has_arrived() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state
    FROM return_tracks
   WHERE id = NEW.track_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v_state IS NULL
      OR NOT (v_state IN ('arrived', 'reintegrating')
              OR v_state = 'travelling' AND NEW.received = 'nobody') THEN
    RAISE EXCEPTION 'nobody has arrived' USING ERRCODE = '23514', CONSTRAINT = 'return_has_arrived';
  END IF;
  IF NEW.heard_on > mawa_day(mawa_now())
      OR NEW.heard_on < (
          SELECT max(s.on_day)
            FROM return_steps s
           WHERE s.track_id = NEW.track_id AND s.to_state = 'arrived') THEN
    RAISE EXCEPTION 'not heard then' USING ERRCODE = '23514', CONSTRAINT = 'return_arrival_is_heard';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_has_arrived FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_has_arrived TO mawa_owner;
RESET ROLE;
