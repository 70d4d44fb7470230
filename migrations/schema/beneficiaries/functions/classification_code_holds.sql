-- Trigger on case_classification_answers: the code's version of the list is approved and in force today.
-- 23514 classification_code_holds.
CREATE OR REPLACE FUNCTION classification_code_holds() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM list_versions v WHERE v.list = NEW.list AND v.version = NEW.list_version
       AND v.state = 'approved' AND v.holds_from <= mawa_day(mawa_now())) THEN
    RAISE EXCEPTION 'this version of the list does not hold' USING ERRCODE = '23514',
      CONSTRAINT = 'classification_code_holds';
  END IF;
  RETURN NEW;
END
$$;
