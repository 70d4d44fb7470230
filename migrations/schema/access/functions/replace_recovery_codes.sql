-- New recovery codes of the actor's own account, in place of the ones before. 42501 without a second factor.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION replace_recovery_codes(p_codes bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  PERFORM 1 FROM second_factors f WHERE f.user_id = mawa_actor() AND f.confirmed_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this account has no second factor' USING ERRCODE = '42501'; END IF;
  DELETE FROM recovery_codes WHERE user_id = mawa_actor();
  INSERT INTO recovery_codes (digest, user_id) SELECT unnest(p_codes), mawa_actor();
END
$$;
REVOKE EXECUTE ON FUNCTION replace_recovery_codes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION replace_recovery_codes TO mawa_app;
RESET ROLE;
