-- Trigger of recognition_assessors: by who holds the case fully (else 42501), while the procedure is open,
-- and nobody with a conflict of interest or who cannot hold the case. 23514: recognition_is_open,
-- recognition_has_happened, recognition_conflict_<code>, recognition_assessor_cannot.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_assessor_is_asked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
  v_conflict text;
BEGIN
  IF NOT mawa_holds_fully(NEW.case_id) THEN
    RAISE EXCEPTION 'this actor opens this file to nobody' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO v
    FROM recognition_procedures
   WHERE id = NEW.procedure_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn') THEN
    RAISE EXCEPTION 'it is over' USING ERRCODE = '23514', CONSTRAINT = 'recognition_is_open';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_happened';
  END IF;
  IF v.state = 'appealed' THEN
    SELECT s.id INTO NEW.appeal_id
      FROM recognition_steps s
     WHERE s.procedure_id = v.id AND s.to_state = 'appealed'
     ORDER BY s.place DESC LIMIT 1;
  END IF;
  v_conflict := recognition_conflict(v.id, NEW.assessor_id, NEW.appeal_id);
  IF v_conflict IS NOT NULL THEN
    RAISE EXCEPTION 'in conflict'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_conflict_' || v_conflict;
  END IF;
  -- An assessor kept out of this file gets the same error as one who cannot be asked.
  IF mawa_blocked(NEW.case_id, NEW.assessor_id) OR NOT mawa_can_hold(NEW.assessor_id) THEN
    RAISE EXCEPTION 'cannot be asked' USING ERRCODE = '23514', CONSTRAINT = 'recognition_assessor_cannot';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_assessor_is_asked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_assessor_is_asked TO mawa_owner;
RESET ROLE;
