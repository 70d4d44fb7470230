-- Links an account to a subject (p_digest) with a password link, which it uses up: what use_password_link does to sessions and
-- roles holds here too, and the account has no password afterwards. Returns the account and `done`, or why not: `over`,
-- `taken`, or as identity_refusal. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION link_identity_by_invitation(p_edition uuid, p_digest bytea, p_invitation bytea, OUT account uuid, OUT answer text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_provider uuid := (SELECT provider_id FROM identity_provider_editions WHERE id = p_edition);
BEGIN
  PERFORM mawa_nobody_acts();
  SELECT l.user_id INTO account FROM password_links l
   WHERE l.token_digest = p_invitation AND l.ended_at IS NULL AND l.expires_at > mawa_now();
  answer := CASE WHEN account IS NULL THEN 'over' ELSE identity_refusal(account, p_edition) END;
  IF answer IS NOT NULL THEN RETURN; END IF;
  IF EXISTS (
    SELECT 1 FROM identity_links l WHERE l.subject_digest = p_digest AND l.user_id <> account AND l.ended_at IS NULL
  ) THEN
    answer := 'taken';
    RETURN;
  END IF;
  -- It ends the links of before.
  IF use_password_link(p_invitation, NULL) IS NULL THEN
    RAISE EXCEPTION 'this invitation was used at the same moment' USING ERRCODE = '40001';
  END IF;
  INSERT INTO identity_links (user_id, provider_id, subject_digest) VALUES (account, v_provider, p_digest)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this subject was linked at the same moment' USING ERRCODE = '40001';
  END IF;
  answer := 'done';
END
$$;
REVOKE EXECUTE ON FUNCTION link_identity_by_invitation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION link_identity_by_invitation TO mawa_app;
RESET ROLE;
