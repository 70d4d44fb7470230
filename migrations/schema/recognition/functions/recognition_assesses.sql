-- Whether a user assesses this procedure now: asked (of an appeal: for that appeal), declared no conflict,
-- and has none.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_assesses(p_procedure uuid, p_user uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
  v_appeal uuid;
  v_asked uuid;
  v_for uuid;
BEGIN
  SELECT p.state INTO v_state FROM recognition_procedures p WHERE p.id = p_procedure;
  SELECT s.id INTO v_appeal
    FROM recognition_steps s
   WHERE s.procedure_id = p_procedure AND s.to_state = 'appealed'
   ORDER BY s.place DESC LIMIT 1;
  SELECT a.id, a.appeal_id INTO v_asked, v_for
    FROM recognition_assessors a
    JOIN recognition_declarations d ON d.asked_id = a.id AND d.conflict = 'none'
   WHERE a.procedure_id = p_procedure
     AND a.assessor_id = p_user
     AND (v_state <> 'appealed' OR a.appeal_id = v_appeal)
   ORDER BY a.place DESC LIMIT 1;
  RETURN v_asked IS NOT NULL AND recognition_conflict(p_procedure, p_user, v_for) IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_assesses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_assesses TO mawa_app;
RESET ROLE;
