-- Trigger of recognition_declarations: by the assessor who was asked, while the procedure is open; `none` is
-- refused where a conflict is known. 23514: recognition_declares_own, recognition_is_open,
-- recognition_has_happened, recognition_conflict_<code>.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_declaration_is_own() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
  v_asked recognition_assessors;
  v_conflict text;
BEGIN
  SELECT * INTO v
    FROM recognition_procedures
   WHERE id = NEW.procedure_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  SELECT * INTO v_asked FROM recognition_assessors WHERE id = NEW.asked_id;
  IF v_asked.assessor_id IS DISTINCT FROM mawa_actor() THEN
    RAISE EXCEPTION 'asked of another' USING ERRCODE = '23514', CONSTRAINT = 'recognition_declares_own';
  END IF;
  IF v.state IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn') THEN
    RAISE EXCEPTION 'it is over' USING ERRCODE = '23514', CONSTRAINT = 'recognition_is_open';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_happened';
  END IF;
  IF NEW.conflict = 'none' THEN
    v_conflict := recognition_conflict(v.id, v_asked.assessor_id, v_asked.appeal_id);
    IF v_conflict IS NOT NULL THEN
      RAISE EXCEPTION 'in conflict'
        USING ERRCODE = '23514', CONSTRAINT = 'recognition_conflict_' || v_conflict;
    END IF;
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_declaration_is_own FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_declaration_is_own TO mawa_owner;
RESET ROLE;
