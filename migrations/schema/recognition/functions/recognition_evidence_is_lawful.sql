-- Trigger of recognition_evidence: while the portfolio is open or a gap is filled, and not of a day to come.
-- 23514: recognition_portfolio_is_open, recognition_has_happened.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_evidence_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
BEGIN
  SELECT * INTO v
    FROM recognition_procedures
   WHERE id = NEW.procedure_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state NOT IN ('portfolio_open', 'gap_training') THEN
    RAISE EXCEPTION 'the portfolio is closed'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_portfolio_is_open';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_happened';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_evidence_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_evidence_is_lawful TO mawa_owner;
RESET ROLE;
