-- Whether this account has a password, for those who manage accounts and for its owner; false for anybody else.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION account_has_password(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (p_user = mawa_actor() OR mawa_manages_accounts())
    AND EXISTS (SELECT 1 FROM users u WHERE u.id = p_user AND u.password_hash IS NOT NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION account_has_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account_has_password TO mawa_app;
RESET ROLE;
