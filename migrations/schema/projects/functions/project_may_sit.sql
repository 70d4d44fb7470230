-- Whether a user may be a member of a sitting: an active account with one of three roles.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_may_sit(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
      SELECT 1
        FROM users u JOIN current_roles r ON r.user_id = u.id
       WHERE u.id = p_user
         AND u.active
         AND r.ended_at IS NULL
         AND r.role IN ('programme_officer', 'case_supervisor', 'finance_officer')
         AND (r.confirmed_by IS NOT NULL OR NOT r.opens_cases));
END
$$;
REVOKE EXECUTE ON FUNCTION project_may_sit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_may_sit TO mawa_app;
RESET ROLE;
