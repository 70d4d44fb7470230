-- Trigger of narratives, documents, files and approval reasons: nothing is added to a frozen report. 23514
-- reports_frozen_stay.
CREATE OR REPLACE FUNCTION report_parts_frozen_stay() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM reports WHERE id = NEW.report_id) IN ('frozen', 'superseded') THEN
    RAISE EXCEPTION 'a frozen report is never edited'
      USING ERRCODE = '23514', CONSTRAINT = 'reports_frozen_stay';
  END IF;
  RETURN NEW;
END
$$;
