-- Trigger of return_risk_decisions: decided by somebody else than the author; `go` with a level that is high
-- or unknown says why. 23514: return_risk_by_a_second_person, return_risk_go_says_why.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_risk_is_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_risk return_risks;
BEGIN
  SELECT * INTO v_risk FROM return_risks WHERE id = NEW.risk_id AND track_id = NEW.track_id;
  IF v_risk."by" = NEW."by" THEN
    RAISE EXCEPTION 'a second person decides'
      USING ERRCODE = '23514', CONSTRAINT = 'return_risk_by_a_second_person';
  END IF;
  IF NEW.decision = 'go'
      AND NEW.note IS NULL
      AND ARRAY[v_risk.retrafficking, v_risk.family, v_risk.debts, v_risk.stigma,
        v_risk.country] && ARRAY['high', 'unknown'] THEN
    RAISE EXCEPTION 'why, with such a risk' USING ERRCODE = '23514', CONSTRAINT = 'return_risk_go_says_why';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_risk_is_decided FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_risk_is_decided TO mawa_owner;
RESET ROLE;
