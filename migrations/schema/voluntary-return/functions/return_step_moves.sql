-- Trigger of return_steps: the step begins at the present state, is legal (return_transitions), has happened,
-- is not before the last step and lacks nothing (return_unmet); it sets return_tracks.state. 23514:
-- return_step_follows, return_step_is_legal, return_step_has_happened, return_step_in_order,
-- return_step_has_what_it_needs.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_track return_tracks;
  v_missing text;
BEGIN
  SELECT * INTO v_track
    FROM return_tracks
   WHERE id = NEW.track_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v_track.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'return_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM return_transitions t
       WHERE t.door = v_track.door AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'return_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a step that has not happened'
      USING ERRCODE = '23514', CONSTRAINT = 'return_step_has_happened';
  END IF;
  IF NEW.on_day < (SELECT max(s.on_day) FROM return_steps s WHERE s.track_id = NEW.track_id) THEN
    RAISE EXCEPTION 'a step before the last one'
      USING ERRCODE = '23514', CONSTRAINT = 'return_step_in_order';
  END IF;
  SELECT string_agg(u, ', ') INTO v_missing FROM return_unmet(NEW.track_id, NEW.to_state, NEW.on_day) u;
  IF v_missing IS NOT NULL THEN
    RAISE EXCEPTION 'it needs %', v_missing
      USING ERRCODE = '23514', CONSTRAINT = 'return_step_has_what_it_needs';
  END IF;
  UPDATE return_tracks SET state = NEW.to_state WHERE id = NEW.track_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_step_moves TO mawa_owner;
RESET ROLE;
