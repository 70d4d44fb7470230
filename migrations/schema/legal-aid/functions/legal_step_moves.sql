-- Trigger of legal_steps: the step begins at the present state of its record, is legal for its track and has
-- happened; it sets the state. A new end of a granted measure is later than its last one. 23514: legal_step_follows,
-- legal_step_is_legal, legal_step_has_happened, measure_end_is_later.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION legal_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
  v_track text := 'any';
  v_of text;
BEGIN
  IF NEW.proceeding_id IS NOT NULL THEN
    v_of := 'proceeding';
    SELECT state, track INTO v_state, v_track
      FROM proceedings
     WHERE id = NEW.proceeding_id AND case_id = NEW.case_id
     FOR NO KEY UPDATE;
  ELSIF NEW.hearing_id IS NOT NULL THEN
    v_of := 'hearing';
    SELECT state INTO v_state
      FROM hearings
     WHERE id = NEW.hearing_id AND case_id = NEW.case_id
     FOR NO KEY UPDATE;
  ELSIF NEW.measure_id IS NOT NULL THEN
    v_of := 'measure';
    SELECT state INTO v_state
      FROM protection_measures
     WHERE id = NEW.measure_id AND case_id = NEW.case_id
     FOR NO KEY UPDATE;
  ELSE
    v_of := 'order';
    SELECT state INTO v_state
      FROM court_orders
     WHERE id = NEW.order_id AND case_id = NEW.case_id
     FOR NO KEY UPDATE;
  END IF;
  IF v_state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'legal_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM legal_transitions t
       WHERE t.of = v_of
         AND t.track = v_track
         AND t.from_state = NEW.from_state
         AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'legal_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a step that has not happened'
      USING ERRCODE = '23514', CONSTRAINT = 'legal_step_has_happened';
  END IF;
  IF v_of = 'measure'
     AND NEW.from_state = NEW.to_state
     AND NEW.until_on <= measure_until(NEW.measure_id) THEN
    RAISE EXCEPTION 'no later end' USING ERRCODE = '23514', CONSTRAINT = 'measure_end_is_later';
  END IF;
  IF v_of = 'proceeding' THEN
    UPDATE proceedings SET state = NEW.to_state WHERE id = NEW.proceeding_id;
  ELSIF v_of = 'hearing' THEN
    UPDATE hearings SET state = NEW.to_state WHERE id = NEW.hearing_id;
  ELSIF v_of = 'measure' THEN
    UPDATE protection_measures SET state = NEW.to_state WHERE id = NEW.measure_id;
  ELSE
    UPDATE court_orders SET state = NEW.to_state WHERE id = NEW.order_id;
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION legal_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_step_moves TO mawa_owner;
RESET ROLE;
