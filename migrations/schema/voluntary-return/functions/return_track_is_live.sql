-- Trigger of the tables below a track: nothing is added to a track that has ended. Locks the track, so that a
-- step of it waits. 23514 return_track_is_live.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_track_is_live() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- A departure and what takes its ground away wait for each other.
  PERFORM 1 FROM return_tracks WHERE id = NEW.track_id AND case_id = NEW.case_id AND live FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this track is over' USING ERRCODE = '23514', CONSTRAINT = 'return_track_is_live';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_track_is_live FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_track_is_live TO mawa_owner;
RESET ROLE;
