-- The actor typed the password again in this session; p_hash is the hash that it was checked with. Returns whether it counts:
-- not where the password changed meanwhile, nor where the account has a second factor, which proves more, nor where its password
-- is not accepted.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prove_password(p_hash text, p_session bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions s SET proved_at = mawa_now()
    FROM users u
   WHERE s.token_digest = p_session AND s.user_id = mawa_actor() AND s.ended_at IS NULL
     AND u.id = s.user_id AND u.password_hash = p_hash AND NOT password_refused(u.id, mawa_now())
     AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL);
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION prove_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prove_password TO mawa_app;
RESET ROLE;
