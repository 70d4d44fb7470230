-- Whose passkey this is, with its public half; nothing where nobody's. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION passkey_of_credential(p_credential bytea) RETURNS TABLE(
  id uuid,
  user_id uuid,
  email text,
  credential_id bytea,
  public_key bytea,
  counter bigint,
  transports text[]
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  RETURN QUERY
    SELECT k.id, u.id, u.email, k.credential_id, k.public_key, k.counter, k.transports
      FROM passkeys k JOIN users u ON u.id = k.user_id WHERE k.credential_id = p_credential;
END
$$;
REVOKE EXECUTE ON FUNCTION passkey_of_credential FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passkey_of_credential TO mawa_app;
RESET ROLE;
