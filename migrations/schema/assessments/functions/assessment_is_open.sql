-- Trigger on tables of an assessment: it is in one of the states given as arguments. Deleting by mawa_gate
-- (erasure) is free. 23514 assessment_is_finished.
CREATE OR REPLACE FUNCTION assessment_is_open() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_state text;
BEGIN
  -- Erasing a person is the gate's.
  IF TG_OP = 'DELETE' AND current_user = 'mawa_gate' THEN RETURN OLD; END IF;
  SELECT state INTO v_state FROM assessments
   WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END FOR SHARE;
  IF v_state IS NULL OR NOT v_state = ANY (TG_ARGV) THEN
    RAISE EXCEPTION 'what is finished never changes'
      USING ERRCODE = '23514', CONSTRAINT = 'assessment_is_finished';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
