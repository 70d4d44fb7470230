-- Id and password hash of the account with this address, to check a password while signing in. 42501 where
-- somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION sign_in_account(p_email text) RETURNS TABLE(id uuid, password_hash text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  RETURN QUERY
    SELECT u.id, u.password_hash FROM users u
     WHERE u.email = p_email AND u.active AND NOT u.system;
END
$$;
REVOKE EXECUTE ON FUNCTION sign_in_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sign_in_account TO mawa_app;
RESET ROLE;
