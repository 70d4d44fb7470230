-- The password hash of the actor's own account, to check the present password before a change.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION own_password_hash() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT u.password_hash FROM users u WHERE u.id = mawa_actor() AND NOT u.system);
END
$$;
REVOKE EXECUTE ON FUNCTION own_password_hash FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_password_hash TO mawa_app;
RESET ROLE;
