-- Sets a password with a link, once (p_hash null: takes it away, link_identity_by_invitation); ends the sessions, passkeys and
-- links to identity providers of the account. Roles that need a second person are ended and given anew, unconfirmed and with
-- the last day they had, since whoever handed the link over may know the password. Returns the account, or null where the link
-- does not count.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION use_password_link(p_digest bytea, p_hash text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_link password_links;
  v_founding boolean;
  v_over user_roles[];
BEGIN
  SELECT l.* INTO v_link FROM password_links l WHERE l.token_digest = p_digest;
  PERFORM 1 FROM users u WHERE u.id = v_link.user_id AND u.active AND NOT u.system FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE password_links SET ended_at = mawa_now()
   WHERE id = v_link.id AND ended_at IS NULL AND expires_at > mawa_now();
  IF NOT FOUND THEN RETURN NULL; END IF;

  INSERT INTO password_changes (user_id, link_id) VALUES (v_link.user_id, v_link.id);
  UPDATE users SET password_hash = p_hash WHERE id = v_link.user_id;
  UPDATE sessions SET ended_at = mawa_now() WHERE user_id = v_link.user_id AND ended_at IS NULL;
  UPDATE password_resets SET ended_at = mawa_now() WHERE user_id = v_link.user_id AND ended_at IS NULL;
  DELETE FROM passkeys WHERE user_id = v_link.user_id;
  -- Whoever handed an earlier link over may have linked an account of theirs.
  UPDATE identity_links SET ended_by = coalesce(v_link.confirmed_by, v_link.made_by), ended_at = mawa_now()
   WHERE user_id = v_link.user_id AND ended_at IS NULL;

  -- A link of the command line founds the programme: its administrator has nobody to confirm them.
  SELECT bool_and(u.system) INTO v_founding FROM users u WHERE u.id IN (v_link.made_by, v_link.confirmed_by);
  WITH over AS (
    UPDATE user_roles r SET ended_by = v_link.confirmed_by, ended_at = mawa_now()
     WHERE r.user_id = v_link.user_id AND r.ended_at IS NULL AND r.needs_second
       AND NOT (v_founding AND r.role = 'administrator') RETURNING r.*)
  SELECT array_agg(o::user_roles) INTO v_over FROM over o;
  INSERT INTO user_roles (user_id, role, granted_by, last_day)
  SELECT v_link.user_id, o.role, v_link.confirmed_by, o.last_day FROM unnest(v_over) AS o
   WHERE o.last_day IS NULL OR o.last_day >= mawa_day(mawa_now());
  RETURN v_link.user_id;
END
$$;
REVOKE EXECUTE ON FUNCTION use_password_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION use_password_link TO mawa_app;
RESET ROLE;
