-- Keeps a new secret for the actor's own account, to be confirmed by a code of it; replaces one that was begun. Answers
-- whether it did: not where a confirmed one is there.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION begin_second_factor(p_id uuid, p_secret bytea, p_wrapped bytea, p_master text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM users u WHERE u.id = mawa_actor() AND u.active AND NOT u.system FOR UPDATE;
  IF NOT FOUND OR EXISTS (
    SELECT 1 FROM second_factors f WHERE f.user_id = mawa_actor() AND f.confirmed_at IS NOT NULL
  ) THEN RETURN false; END IF;
  PERFORM forget_second_factor(mawa_actor());
  INSERT INTO second_factors (id, user_id, secret) VALUES (p_id, mawa_actor(), p_secret);
  INSERT INTO keys.record_keys (kind, record_id, wrapped, master_key)
  VALUES ('second_factor', p_id, p_wrapped, p_master);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION begin_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_second_factor TO mawa_app;
RESET ROLE;
