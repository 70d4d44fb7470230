-- Sets the language of the actor's own account.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION choose_language(p_language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users u SET language = p_language WHERE u.id = mawa_actor();
END
$$;
REVOKE EXECUTE ON FUNCTION choose_language FROM PUBLIC;
GRANT EXECUTE ON FUNCTION choose_language TO mawa_app;
RESET ROLE;
