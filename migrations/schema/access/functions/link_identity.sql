-- Links the actor's own account to a subject (p_digest), in a session that was opened with the password. Returns `done`;
-- `there` where the account has a link to this provider; `taken` where another account has this subject; `session` where the
-- session is over or was opened otherwise; or why it may not sign in through this edition (identity_refusal).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION link_identity(p_edition uuid, p_digest bytea, p_session bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_refusal text := identity_refusal(mawa_actor(), p_edition);
  v_provider uuid := (SELECT provider_id FROM identity_provider_editions WHERE id = p_edition);
BEGIN
  PERFORM mawa_acts_in_person();
  -- A password link that is used at the same moment ends this link, or this session before it.
  PERFORM 1 FROM users WHERE id = mawa_actor() FOR UPDATE;
  IF v_refusal IS NOT NULL THEN RETURN v_refusal; END IF;
  IF NOT EXISTS (
    SELECT 1 FROM sessions s WHERE s.token_digest = p_session AND s.user_id = mawa_actor() AND s.ended_at IS NULL
       AND s.expires_at > mawa_now() AND s.identity_link_id IS NULL
  ) THEN RETURN 'session'; END IF;
  IF EXISTS (
    SELECT 1 FROM identity_links WHERE user_id = mawa_actor() AND provider_id = v_provider AND ended_at IS NULL
  ) THEN RETURN 'there'; END IF;
  INSERT INTO identity_links (user_id, provider_id, subject_digest) VALUES (mawa_actor(), v_provider, p_digest)
  ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'taken' END;
END
$$;
REVOKE EXECUTE ON FUNCTION link_identity FROM PUBLIC;
GRANT EXECUTE ON FUNCTION link_identity TO mawa_app;
RESET ROLE;
