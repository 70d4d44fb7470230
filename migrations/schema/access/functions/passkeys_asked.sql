-- The passkeys with which this pending sign-in can be finished; none where it is over. 42501 where somebody is signed in
-- already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION passkeys_asked(p_token bytea) RETURNS TABLE(credential_id bytea, transports text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  RETURN QUERY
    SELECT k.credential_id, k.transports
      FROM pending_sign_ins p JOIN users u ON u.id = p.user_id AND u.active JOIN passkeys k ON k.user_id = u.id
     WHERE p.token_digest = p_token AND p.expires_at > mawa_now() AND pending_sign_in_stands(p, u.password_hash)
     ORDER BY k.made_at, k.id;
END
$$;
REVOKE EXECUTE ON FUNCTION passkeys_asked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION passkeys_asked TO mawa_app;
RESET ROLE;
