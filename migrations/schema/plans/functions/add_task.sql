-- Opens a task (open_task) about a case that the actor has access to; without a case for roles of staff and
-- system users. 42501 otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION add_task(
  p_kind text,
  p_case uuid,
  p_subject uuid,
  p_role text,
  p_user uuid,
  p_due timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (CASE
            WHEN p_case IS NOT NULL THEN mawa_reaches(p_case)
            ELSE mawa_is_system()
              OR mawa_has_role(
                'administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer',
                'case_supervisor', 'legal_officer', 'hotline_operator', 'programme_officer',
                'finance_officer', 'focal_point')
          END) THEN
    RAISE EXCEPTION 'this actor opens no task about that' USING ERRCODE = '42501';
  END IF;
  PERFORM open_task(p_kind, p_case, p_subject, p_role, p_user, p_due);
END
$$;
REVOKE EXECUTE ON FUNCTION add_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_task TO mawa_app;
RESET ROLE;
