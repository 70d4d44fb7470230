-- Keeps a new secret for the actor's own account, to be confirmed by a code of it in the same session; replaces one that was
-- begun. Returns `done`; `there` where a confirmed one is; `at_provider` where the session was opened through a provider whose
-- second factor counts, and without it; `signed_in_long_ago` where the session was opened more than
-- p_minutes ago: whoever finds a computer unlocked does not set up a telephone of their own. p_session is null for commands.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION begin_second_factor(p_id uuid, p_secret bytea, p_wrapped bytea, p_master text, p_session bytea, p_minutes integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  PERFORM 1 FROM users u WHERE u.id = mawa_actor() AND u.active AND NOT u.system FOR UPDATE;
  IF NOT FOUND OR EXISTS (
    SELECT 1 FROM second_factors f WHERE f.user_id = mawa_actor() AND f.confirmed_at IS NOT NULL
  ) THEN RETURN 'there'; END IF;
  IF p_session IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM sessions s WHERE s.token_digest = p_session AND s.user_id = mawa_actor()
       AND s.created_at > mawa_now() - make_interval(mins => p_minutes)
  ) THEN RETURN 'signed_in_long_ago'; END IF;
  IF EXISTS (
    SELECT 1 FROM sessions s JOIN identity_links l ON l.id = s.identity_link_id
      JOIN identity_provider_editions e ON e.provider_id = l.provider_id AND e.confirmed_at IS NOT NULL AND e.ended_at IS NULL
     WHERE s.token_digest = p_session AND s.second_factor IS NULL AND (e.factor_amr <> '{}' OR e.factor_acr <> '{}')
  ) THEN RETURN 'at_provider'; END IF;
  PERFORM forget_second_factor(mawa_actor());
  INSERT INTO second_factors (id, user_id, secret, begun_in) VALUES (p_id, mawa_actor(), p_secret, p_session);
  INSERT INTO keys.record_keys (kind, record_id, wrapped, master_key)
  VALUES ('second_factor', p_id, p_wrapped, p_master);
  RETURN 'done';
END
$$;
REVOKE EXECUTE ON FUNCTION begin_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_second_factor TO mawa_app;
RESET ROLE;
