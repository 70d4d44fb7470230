-- Sets the password of the actor's own account and writes down that it changed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION replace_own_password(p_hash text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  INSERT INTO password_changes (user_id) VALUES (mawa_actor());
  UPDATE users u SET password_hash = p_hash WHERE u.id = mawa_actor() AND u.active;
  UPDATE password_resets SET ended_at = mawa_now() WHERE user_id = mawa_actor() AND ended_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION replace_own_password FROM PUBLIC;
GRANT EXECUTE ON FUNCTION replace_own_password TO mawa_app;
RESET ROLE;
