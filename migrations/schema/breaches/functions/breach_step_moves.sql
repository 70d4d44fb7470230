-- Trigger of breach_steps: a step begins at the present state and is legal; it sets the state. A breach whose risk
-- is not high is closed by somebody other than whoever assessed it last: the assessment decides which notices are needed.
-- 23514: breach_step_follows, breach_step_is_legal, breach_closing_by_two.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION breach_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT b.state INTO v_state FROM breaches b WHERE b.id = NEW.breach_id FOR NO KEY UPDATE;
  IF v_state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'the breach is in another state' USING ERRCODE = '23514', CONSTRAINT = 'breach_step_follows';
  END IF;
  IF NOT EXISTS (SELECT FROM breach_transitions t
                  WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'breach_step_is_legal';
  END IF;
  IF NEW.to_state = 'closed' AND EXISTS (
      SELECT 1
        FROM (SELECT a.risk, a.by FROM breach_assessments a
               WHERE a.breach_id = NEW.breach_id ORDER BY a.place DESC LIMIT 1) a
       WHERE a.risk <> 'high_risk' AND a.by = mawa_actor()) THEN
    RAISE EXCEPTION 'another person closes it' USING ERRCODE = '23514', CONSTRAINT = 'breach_closing_by_two';
  END IF;
  UPDATE breaches SET state = NEW.to_state WHERE id = NEW.breach_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION breach_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breach_step_moves TO mawa_owner;
RESET ROLE;
