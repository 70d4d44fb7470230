-- Trigger of recognition_fees: the fee of the edition, once the portfolio was opened. 23514
-- recognition_fee_is_due.
CREATE OR REPLACE FUNCTION recognition_fee_is_due() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM recognition_procedures p JOIN recognition_standards s ON s.id = p.standard_id
       WHERE p.id = NEW.procedure_id
         AND s.fee = NEW.amount
         AND s.currency = NEW.currency
         AND s.line_id = NEW.line_id
         AND EXISTS (
             SELECT 1
               FROM recognition_steps t
              WHERE t.procedure_id = p.id AND t.to_state = 'portfolio_open')) THEN
    RAISE EXCEPTION 'not due' USING ERRCODE = '23514', CONSTRAINT = 'recognition_fee_is_due';
  END IF;
  RETURN NEW;
END
$$;
