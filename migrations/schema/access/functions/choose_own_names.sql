-- Sets the name in Arabic letters of the actor's own account; null takes it away.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION choose_own_names(p_names jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users u SET names = p_names WHERE u.id = mawa_actor();
END
$$;
REVOKE EXECUTE ON FUNCTION choose_own_names FROM PUBLIC;
GRANT EXECUTE ON FUNCTION choose_own_names TO mawa_app;
RESET ROLE;
