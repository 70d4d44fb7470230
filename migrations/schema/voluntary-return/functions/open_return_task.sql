-- Opens a task about a return: for the officer (open_officer_task), or with p_officer NULL for the supervisors who may
-- read the care of the case; where nobody such is active, for the role case_supervisor without naming the case.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_return_task(
  p_kind text,
  p_case uuid,
  p_subject uuid,
  p_officer uuid,
  p_due timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_officer IS NOT NULL THEN
    PERFORM open_officer_task(p_kind, p_case, p_subject, p_officer, p_due);
    RETURN;
  END IF;
  PERFORM open_task(p_kind, p_case, p_subject, NULL, u.id, p_due)
    FROM users u
   WHERE u.active
     AND NOT u.system
     AND EXISTS (
         SELECT 1
           FROM current_roles r
          WHERE r.user_id = u.id
            AND r.role = 'case_supervisor'
            AND r.ended_at IS NULL
            AND r.confirmed_by IS NOT NULL)
     AND EXISTS (
         SELECT 1
           FROM case_access a
          WHERE a.case_id = p_case
            AND a.principal_id = u.id
            AND a.parts @> ARRAY['care']
            AND a.from_at <= mawa_now()
            AND (a.until_at IS NULL OR a.until_at > mawa_now()));
  IF NOT FOUND THEN
    PERFORM open_task(p_kind, NULL, p_subject, 'case_supervisor', NULL, p_due);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION open_return_task FROM PUBLIC;
RESET ROLE;
