-- Deletes a passkey of the actor's own account. Returns its name; null where there is none.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION remove_own_passkey(p_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_name text;
BEGIN
  PERFORM mawa_acts_in_person();
  DELETE FROM passkeys WHERE id = p_id AND user_id = mawa_actor() RETURNING name INTO v_name;
  RETURN v_name;
END
$$;
REVOKE EXECUTE ON FUNCTION remove_own_passkey FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_own_passkey TO mawa_app;
RESET ROLE;
