-- Opens a task about a case for the officer who wrote down what it is about, or, where they no longer read the care of
-- the case, for those who answer for it now (notify_case_holders), the actor too where nobody else does. For functions
-- of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_officer_task(
  p_kind text,
  p_case uuid,
  p_subject uuid,
  p_officer uuid,
  p_due timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM case_access a
        JOIN users u ON u.id = a.principal_id AND u.active
       WHERE a.case_id = p_case
         AND a.principal_id = p_officer
         AND a.parts @> ARRAY['care']
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND NOT mawa_blocked(p_case, u.id)
         AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, u.id))) THEN
    PERFORM open_task(p_kind, p_case, p_subject, NULL, p_officer, p_due);
    RETURN;
  END IF;
  PERFORM notify_case_holders(p_kind, p_case, p_subject, p_due);
  IF mawa_actor() IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = p_kind AND t.subject_id = p_subject AND t.done_at IS NULL) THEN
    PERFORM open_task(p_kind, p_case, p_subject, NULL, mawa_actor(), p_due);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION open_officer_task FROM PUBLIC;
RESET ROLE;
