-- Sets the password of the account with this secret, once, ends its sessions, open links, passkeys and links to identity
-- providers, and knows its browsers no longer. An account with a second factor also uses up a code of it (p_step) or a recovery code (p_recovery). Roles stay: nobody but the owner saw the
-- secret. Returns the account, or null where the secret or the code does not count. 42501 where somebody is signed in.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION use_password_reset(p_digest bytea, p_hash text, p_step bigint, p_recovery bytea) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
BEGIN
  PERFORM mawa_nobody_acts();
  SELECT u.id INTO v_user FROM password_resets r JOIN users u ON u.id = r.user_id
   WHERE r.token_digest = p_digest AND u.active AND NOT u.system FOR UPDATE OF u;
  IF v_user IS NULL OR reset_waits(v_user) THEN RETURN NULL; END IF;
  IF EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = v_user AND f.confirmed_at IS NOT NULL)
     AND NOT use_second_factor(v_user, p_step, p_recovery) THEN RETURN NULL; END IF;
  UPDATE password_resets SET ended_at = mawa_now()
   WHERE token_digest = p_digest AND ended_at IS NULL AND expires_at > mawa_now();
  -- Also gives back the code that was used up.
  IF NOT FOUND THEN RAISE EXCEPTION 'this secret is over' USING ERRCODE = 'P0002'; END IF;

  UPDATE password_resets SET ended_at = mawa_now() WHERE user_id = v_user AND ended_at IS NULL;
  INSERT INTO password_changes (user_id) VALUES (v_user);
  UPDATE users SET password_hash = p_hash WHERE id = v_user;
  UPDATE sessions SET ended_at = mawa_now() WHERE user_id = v_user AND ended_at IS NULL;
  UPDATE password_links SET ended_at = mawa_now() WHERE user_id = v_user AND ended_at IS NULL;
  DELETE FROM passkeys WHERE user_id = v_user;
  UPDATE identity_links SET ended_by = v_user, ended_at = mawa_now()
   WHERE user_id = v_user AND ended_at IS NULL AND NOT password_refused(v_user, mawa_now());
  UPDATE known_devices SET ended_at = mawa_now() WHERE user_id = v_user AND ended_at IS NULL;
  RETURN v_user;
END
$$;
REVOKE EXECUTE ON FUNCTION use_password_reset FROM PUBLIC;
GRANT EXECUTE ON FUNCTION use_password_reset TO mawa_app;
RESET ROLE;
