-- Trigger of recognition_judgements: while something is to be judged, by its assessor, in order of days;
-- evidence that is too old is not current. 23514: recognition_is_judged, recognition_by_the_assessor,
-- recognition_has_happened, recognition_in_order, recognition_piece_is_current.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_judgement_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
BEGIN
  SELECT * INTO v
    FROM recognition_procedures
   WHERE id = NEW.procedure_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state NOT IN ('portfolio_submitted', 'gap_training', 'appealed') THEN
    RAISE EXCEPTION 'nothing to judge now' USING ERRCODE = '23514', CONSTRAINT = 'recognition_is_judged';
  END IF;
  IF NOT recognition_assesses(v.id, mawa_actor()) THEN
    RAISE EXCEPTION 'not the assessor' USING ERRCODE = '23514', CONSTRAINT = 'recognition_by_the_assessor';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_happened';
  END IF;
  IF NEW.on_day < (
      SELECT max(s.on_day) FROM recognition_steps s WHERE s.procedure_id = NEW.procedure_id) THEN
    RAISE EXCEPTION 'before the last step' USING ERRCODE = '23514', CONSTRAINT = 'recognition_in_order';
  END IF;
  IF NEW.current
      AND EXISTS (
          SELECT 1
            FROM recognition_evidence e JOIN recognition_standards s ON s.id = e.standard_id
           WHERE e.id = NEW.evidence_id
             AND e.on_day < (NEW.on_day - make_interval(years => s.current_years))::date) THEN
    RAISE EXCEPTION 'too old' USING ERRCODE = '23514', CONSTRAINT = 'recognition_piece_is_current';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_judgement_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_judgement_is_lawful TO mawa_owner;
RESET ROLE;
