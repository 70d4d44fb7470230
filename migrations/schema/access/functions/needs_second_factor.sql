-- Whether a role of this account requires a second factor, confirmed or still to be confirmed, or ended less than 30 days
-- ago: nobody ends a role to take the factor off alone. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION needs_second_factor(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM user_roles r JOIN role_requirements q ON q.role = r.role AND q.requires_second_factor
     WHERE r.user_id = p_user AND (r.ended_at IS NULL OR r.ended_at > mawa_now() - interval '30 days'));
END
$$;
REVOKE EXECUTE ON FUNCTION needs_second_factor FROM PUBLIC;
RESET ROLE;
