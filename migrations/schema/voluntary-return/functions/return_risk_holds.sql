-- Trigger of return_risks: assessed by today (23514 return_risk_has_happened); sets the last day on which it
-- holds.
CREATE OR REPLACE FUNCTION return_risk_holds() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.assessed_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not assessed yet' USING ERRCODE = '23514', CONSTRAINT = 'return_risk_has_happened';
  END IF;
  NEW.valid_until := NEW.assessed_on + (mawa_setting('return_risk_days'))::text::int;
  RETURN NEW;
END
$$;
