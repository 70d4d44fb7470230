-- Trigger of reports: a frozen report can only be superseded, a superseded one not be changed. 23514
-- reports_frozen_stay.
CREATE OR REPLACE FUNCTION reports_frozen_stay() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'frozen' AND NEW.state NOT IN ('frozen', 'superseded') OR OLD.state = 'superseded' THEN
    RAISE EXCEPTION 'a frozen report is never edited'
      USING ERRCODE = '23514', CONSTRAINT = 'reports_frozen_stay';
  END IF;
  RETURN NEW;
END
$$;
