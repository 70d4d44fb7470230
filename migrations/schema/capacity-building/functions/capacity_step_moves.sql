-- Trigger of capacity_steps: the step begins at the present state, is legal and has happened; `held` not
-- before the last day. Sets the state. 23514: capacity_step_follows, capacity_step_is_legal,
-- capacity_has_happened, capacity_held_to_its_end.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION capacity_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v capacity_trainings;
BEGIN
  SELECT * INTO v FROM capacity_trainings WHERE id = NEW.training_id FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'capacity_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM capacity_transitions t
       WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'capacity_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'capacity_has_happened';
  END IF;
  IF NEW.to_state = 'held' AND NEW.on_day < v.last_day THEN
    RAISE EXCEPTION 'it goes on' USING ERRCODE = '23514', CONSTRAINT = 'capacity_held_to_its_end';
  END IF;
  UPDATE capacity_trainings SET state = NEW.to_state WHERE id = NEW.training_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION capacity_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION capacity_step_moves TO mawa_owner;
RESET ROLE;
