-- Trigger of recognition_steps: the step begins at the present state, is legal, in order of days, and has
-- what it needs: evidence to submit, results of the required units by the assessor, something assessed anew
-- after gap training or an upheld appeal, a gap to appeal or train for, all required units for a full
-- certificate and some for a partial one. Sets the state. 23514: recognition_step_follows,
-- recognition_step_is_legal and the names below.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
  v_from text;
  v_why text;
  v_attempt integer;
  v_all boolean;
  v_some boolean;
  v_gap boolean;
BEGIN
  SELECT * INTO v
    FROM recognition_procedures
   WHERE id = NEW.procedure_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM recognition_transitions t
       WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'recognition_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_happened';
  END IF;
  IF NEW.on_day < (
      SELECT max(s.on_day) FROM recognition_steps s WHERE s.procedure_id = NEW.procedure_id) THEN
    RAISE EXCEPTION 'before the last step' USING ERRCODE = '23514', CONSTRAINT = 'recognition_in_order';
  END IF;
  IF NEW.to_state = 'portfolio_submitted'
      AND NOT EXISTS (SELECT 1 FROM recognition_evidence e WHERE e.procedure_id = v.id) THEN
    RAISE EXCEPTION 'a portfolio without a piece'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_submits_something';
  END IF;
  SELECT s.from_state INTO v_from
    FROM recognition_steps s
   WHERE s.procedure_id = v.id AND s.to_state = 'appealed'
   ORDER BY s.place DESC LIMIT 1;
  SELECT s.reason INTO v_why
    FROM recognition_steps s
   WHERE s.procedure_id = v.id
   ORDER BY s.place DESC LIMIT 1;
  SELECT 1 + count(*) INTO v_attempt
    FROM recognition_steps s
   WHERE s.procedure_id = v.id AND s.to_state IN ('gap_training', 'appealed');
  SELECT coalesce(bool_and(r.is) FILTER (WHERE u.required), false), bool_or(r.is), bool_or(NOT r.is)
    INTO v_all, v_some, v_gap
    FROM recognition_units u
    CROSS JOIN LATERAL (SELECT coalesce(recognition_result_of(v.id, u.id) = 'competent', false) AS is) r
   WHERE u.standard_id = v.standard_id;
  -- What an assessment has found, whoever assesses says; an appeal is decided likewise.
  IF (NEW.to_state = 'assessed' AND NEW.from_state <> 'appealed'
      OR NEW.from_state = 'appealed' AND NEW.reason IN ('upheld', 'dismissed')
      OR NEW.from_state = 'portfolio_submitted' AND NEW.to_state = 'portfolio_open')
      AND NOT recognition_assesses(v.id, mawa_actor()) THEN
    RAISE EXCEPTION 'not the assessor' USING ERRCODE = '23514', CONSTRAINT = 'recognition_by_the_assessor';
  END IF;
  IF NEW.to_state = 'assessed'
      AND NEW.from_state = 'portfolio_submitted'
      AND EXISTS (
          SELECT 1
            FROM recognition_units u
           WHERE u.standard_id = v.standard_id
             AND u.required
             AND recognition_result_of(v.id, u.id) IS NULL) THEN
    RAISE EXCEPTION 'a unit without a result'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_assesses_every_unit';
  END IF;
  IF (NEW.to_state = 'assessed' AND NEW.from_state = 'gap_training'
      OR NEW.from_state = 'appealed' AND NEW.reason = 'upheld')
      AND NOT EXISTS (
          SELECT 1 FROM recognition_results r WHERE r.procedure_id = v.id AND r.attempt = v_attempt) THEN
    RAISE EXCEPTION 'nothing was assessed anew'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_assesses_anew';
  END IF;
  IF NEW.from_state = 'appealed' AND NEW.to_state = 'withdrawn' AND v_from <> 'assessed'
      OR NEW.from_state = 'appealed'
          AND NEW.reason IN ('dismissed', 'taken_back', 'case_closed')
          AND NEW.to_state NOT IN (v_from, 'withdrawn')
      OR NEW.from_state <> 'appealed'
          AND NEW.to_state = 'closed'
          AND NEW.reason = 'not_yet'
          AND NEW.from_state <> 'assessed' THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'recognition_step_is_legal';
  END IF;
  IF NEW.to_state = 'appealed'
      AND (NOT v_gap
           OR NEW.from_state = 'closed' AND v_why NOT IN ('not_yet', 'dismissed', 'taken_back')) THEN
    RAISE EXCEPTION 'nothing to appeal'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_appeals_a_judgement';
  END IF;
  IF NEW.to_state = 'gap_training' AND NOT v_gap THEN
    RAISE EXCEPTION 'no gap' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_a_gap';
  END IF;
  IF NEW.to_state = 'certified_full' AND NOT v_all THEN
    RAISE EXCEPTION 'a required unit is missing'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_full_when_all';
  END IF;
  IF NEW.to_state = 'certified_partial' AND NEW.from_state = 'assessed' AND (v_all OR NOT v_some) THEN
    RAISE EXCEPTION 'all or nothing' USING ERRCODE = '23514', CONSTRAINT = 'recognition_partial_when_some';
  END IF;
  UPDATE recognition_procedures SET state = NEW.to_state WHERE id = v.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_step_moves TO mawa_owner;
RESET ROLE;
