-- Deferred trigger of return_tracks: a track has its first step by the end of the transaction. 23514
-- return_track_has_begun.
CREATE OR REPLACE FUNCTION return_track_has_begun() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM return_steps s WHERE s.track_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'return_track_has_begun';
  END IF;
  RETURN NULL;
END
$$;
