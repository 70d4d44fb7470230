-- Ends what was opened through an identity provider, as its logout token (p_token: digest of its `jti`, kept until p_until)
-- says: in its session p_session or, without one, by subject p_subject. A session that knows none of the provider ends by
-- its subject. Returns whose sessions ended; null where the token was accepted before. 42501 where somebody is signed in.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_sessions_by_provider(
  p_provider uuid,
  p_token bytea,
  p_until timestamptz,
  p_subject bytea,
  p_session bytea
) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_accounts uuid[];
BEGIN
  PERFORM mawa_nobody_acts();
  IF p_subject IS NULL AND p_session IS NULL THEN
    RAISE EXCEPTION 'a logout token is about a subject or a session' USING ERRCODE = '23514';
  END IF;
  DELETE FROM identity_logouts WHERE token_digest IN (
    SELECT o.token_digest FROM identity_logouts o WHERE o.expires_at <= mawa_now() FOR UPDATE SKIP LOCKED
  );
  INSERT INTO identity_logouts (token_digest, provider_id, expires_at) VALUES (p_token, p_provider, p_until)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN NULL; END IF;
  DELETE FROM pending_sign_ins p USING identity_links l
   WHERE l.id = p.identity_link_id AND l.provider_id = p_provider
     AND (p_subject IS NULL OR l.subject_digest = p_subject)
     AND (p_session IS NULL OR p.provider_session_digest = p_session
          OR p.provider_session_digest IS NULL AND p_subject IS NOT NULL);
  WITH ended AS (
    UPDATE sessions s SET ended_at = mawa_now() FROM identity_links l
     WHERE l.id = s.identity_link_id AND l.provider_id = p_provider
       AND s.ended_at IS NULL AND s.expires_at > mawa_now()
       AND (p_subject IS NULL OR l.subject_digest = p_subject)
       AND (p_session IS NULL OR s.provider_session_digest = p_session
            OR s.provider_session_digest IS NULL AND p_subject IS NOT NULL)
    RETURNING s.user_id
  )
  SELECT coalesce(array_agg(DISTINCT user_id), '{}') INTO v_accounts FROM ended;
  RETURN v_accounts;
END
$$;
REVOKE EXECUTE ON FUNCTION end_sessions_by_provider FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_sessions_by_provider TO mawa_app;
RESET ROLE;
