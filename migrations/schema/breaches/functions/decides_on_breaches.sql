-- Whether this account decides on breaches: programme officers and case supervisors.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION decides_on_breaches(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM users u JOIN current_roles r ON r.user_id = u.id
     WHERE u.id = p_user AND u.active AND NOT u.system AND NOT u.service
       AND r.role IN ('programme_officer', 'case_supervisor')
       AND r.ended_at IS NULL AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second));
END
$$;
REVOKE EXECUTE ON FUNCTION decides_on_breaches FROM PUBLIC;
GRANT EXECUTE ON FUNCTION decides_on_breaches TO mawa_app;
RESET ROLE;
