-- Trigger of recognition_results: by the assessor, in order of days, in gap training only for units not yet
-- recognised; `competent` rests on a piece of which all four criteria hold or on a demonstration. Numbers the
-- attempt. 23514: recognition_is_judged, recognition_by_the_assessor, recognition_has_happened,
-- recognition_in_order, recognition_fills_the_gap, recognition_result_rests.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_result_is_lawful() RETURNS trigger
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
  IF v.state = 'gap_training' AND recognition_result_of(v.id, NEW.unit_id) = 'competent' THEN
    RAISE EXCEPTION 'competent already' USING ERRCODE = '23514', CONSTRAINT = 'recognition_fills_the_gap';
  END IF;
  IF NEW.result = 'competent'
      AND NOT NEW.demonstrated
      AND NOT EXISTS (
          SELECT 1
            FROM recognition_evidence e
            CROSS JOIN LATERAL (SELECT j.authentic AND j.sufficient AND j.valid AND j.current AS holds
                                  FROM recognition_judgements j
                                 WHERE j.evidence_id = e.id
                                 ORDER BY j.place DESC LIMIT 1) l
           WHERE e.procedure_id = v.id AND e.unit_id = NEW.unit_id AND l.holds) THEN
    RAISE EXCEPTION 'rests on nothing' USING ERRCODE = '23514', CONSTRAINT = 'recognition_result_rests';
  END IF;
  SELECT 1 + count(*) INTO NEW.attempt
    FROM recognition_steps s
   WHERE s.procedure_id = v.id AND s.to_state IN ('gap_training', 'appealed');
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_result_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_result_is_lawful TO mawa_owner;
RESET ROLE;
