-- The identity provider through which this session was opened; null where by the password, or where it is over.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_identity_provider(p_digest bytea) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT l.provider_id FROM sessions s JOIN identity_links l ON l.id = s.identity_link_id
           WHERE s.token_digest = p_digest AND s.ended_at IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION session_identity_provider FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_identity_provider TO mawa_app;
RESET ROLE;
