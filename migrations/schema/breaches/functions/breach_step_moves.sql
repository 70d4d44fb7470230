-- Trigger of breach_steps: a step begins at the present state and is legal; it sets the state. 23514: breach_step_follows,
-- breach_step_is_legal.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION breach_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT b.state INTO v_state FROM breaches b WHERE b.id = NEW.breach_id FOR NO KEY UPDATE;
  IF v_state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'breach_step_follows';
  END IF;
  IF NOT EXISTS (SELECT FROM breach_transitions t
                  WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'breach_step_is_legal';
  END IF;
  UPDATE breaches SET state = NEW.to_state WHERE id = NEW.breach_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION breach_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breach_step_moves TO mawa_owner;
RESET ROLE;
