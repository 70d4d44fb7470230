-- Why a user may not assess a procedure, as a code (officer, taught, counselled, gathered, declared, first),
-- or NULL. p_appeal = the appeal for which they would decide: not by who was asked before it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_conflict(p_procedure uuid, p_user uuid, p_appeal uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
  v_files uuid[];
BEGIN
  SELECT * INTO v FROM recognition_procedures WHERE id = p_procedure;
  v_files := ARRAY(SELECT mawa_files(v.case_id)) || v.case_id;
  IF v.officer_id = p_user
      OR v."by" = p_user
      OR EXISTS (
          SELECT 1
            FROM case_access a
           WHERE a.case_id = ANY (v_files)
             AND a.principal_kind = 'user'
             AND a.principal_id = p_user
             AND a.reason IN ('registered', 'assigned')
             AND a.until_at IS NULL) THEN
    RETURN 'officer';
  END IF;
  IF EXISTS (SELECT 1 FROM training_attendance t WHERE t.case_id = ANY (v_files) AND t.by = p_user)
      OR EXISTS (
          SELECT 1 FROM training_assessments t WHERE t.case_id = ANY (v_files) AND t.by = p_user) THEN
    RETURN 'taught';
  END IF;
  IF EXISTS (
          SELECT 1
            FROM recognition_steps s
           WHERE s.procedure_id = p_procedure AND s.to_state = 'counselled' AND s.by = p_user)
      OR EXISTS (
          SELECT 1 FROM training_orientations o WHERE o.case_id = ANY (v_files) AND o.by = p_user) THEN
    RETURN 'counselled';
  END IF;
  IF EXISTS (SELECT 1 FROM recognition_evidence e WHERE e.procedure_id = p_procedure AND e.by = p_user) THEN
    RETURN 'gathered';
  END IF;
  -- What somebody once declared stays, however often they are asked.
  IF EXISTS (
      SELECT 1
        FROM recognition_declarations d JOIN recognition_assessors a ON a.id = d.asked_id
       WHERE a.procedure_id = p_procedure AND a.assessor_id = p_user AND d.conflict <> 'none') THEN
    RETURN 'declared';
  END IF;
  -- Whoever was asked before this appeal does not decide it.
  IF p_appeal IS NOT NULL
      AND EXISTS (
          SELECT 1
            FROM recognition_assessors a
           WHERE a.procedure_id = p_procedure
             AND a.assessor_id = p_user
             AND a.appeal_id IS DISTINCT FROM p_appeal) THEN
    RETURN 'first';
  END IF;
  -- Whoever accompanies the person for a time, in somebody's place.
  IF EXISTS (
      SELECT 1
        FROM case_access a
       WHERE a.case_id = ANY (v_files)
         AND a.principal_kind = 'user'
         AND a.principal_id = p_user
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND a.until_at > mawa_now()) THEN
    RETURN 'officer';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_conflict FROM PUBLIC;
RESET ROLE;
