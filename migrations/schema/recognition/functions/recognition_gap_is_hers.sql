-- Trigger of recognition_gaps: an enrolment of the same person, while a gap is filled. 23514:
-- recognition_gap_is_open, recognition_has_happened, recognition_gap_is_hers.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_gap_is_hers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
BEGIN
  SELECT * INTO v
    FROM recognition_procedures
   WHERE id = NEW.procedure_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state <> 'gap_training' THEN
    RAISE EXCEPTION 'no gap to fill now' USING ERRCODE = '23514', CONSTRAINT = 'recognition_gap_is_open';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_happened';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM training_enrolments e
       WHERE e.id = NEW.enrolment_id
         AND e.case_id = ANY (ARRAY(SELECT mawa_files(NEW.case_id)) || NEW.case_id)) THEN
    RAISE EXCEPTION 'of somebody else' USING ERRCODE = '23514', CONSTRAINT = 'recognition_gap_is_hers';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_gap_is_hers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_gap_is_hers TO mawa_owner;
RESET ROLE;
