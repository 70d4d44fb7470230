-- The actor signed in again at the identity provider that is linked to the account; p_factor: with a second factor that
-- counts. p_provider_session: the session at the provider, kept so that a session opened through this link ends with it.
-- Returns whether it counts for this session: not without one where the account has a second factor of its own, which
-- proves more.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prove_identity(
  p_edition uuid,
  p_digest bytea,
  p_session bytea,
  p_factor boolean,
  p_provider_session bytea
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  IF own_identity_link(p_digest, p_edition) IS NULL OR NOT p_factor AND EXISTS (
    SELECT 1 FROM second_factors f WHERE f.user_id = mawa_actor() AND f.confirmed_at IS NOT NULL
  ) THEN RETURN false; END IF;
  UPDATE sessions s
     SET proved_at = mawa_now(), second_factor = CASE WHEN p_factor THEN 'provider' ELSE s.second_factor END,
         second_factor_at = CASE WHEN p_factor THEN mawa_now() ELSE s.second_factor_at END,
         provider_session_digest = CASE
             WHEN s.identity_link_id = own_identity_link(p_digest, p_edition)
             THEN coalesce(p_provider_session, s.provider_session_digest)
             ELSE s.provider_session_digest
           END
   WHERE s.token_digest = p_session AND s.user_id = mawa_actor() AND s.ended_at IS NULL;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION prove_identity FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prove_identity TO mawa_app;
RESET ROLE;
