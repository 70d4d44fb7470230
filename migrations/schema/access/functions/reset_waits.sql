-- Whether the mailbox alone is not enough for a new password: a role needs a second person, and the account has no second
-- factor. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION reset_waits(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = p_user AND r.ended_at IS NULL AND r.needs_second)
     AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = p_user AND f.confirmed_at IS NOT NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION reset_waits FROM PUBLIC;
RESET ROLE;
