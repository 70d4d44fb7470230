-- A second administrator confirms that the second factor of an account is taken off, within a day of the asking; ends its
-- sessions. Returns the account, or null where there is nothing to confirm. 42501 for whoever manages no accounts; 23514
-- for whoever asked, and for one's own (constraints).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION confirm_second_factor_removal(p_id uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
BEGIN
  IF NOT mawa_manages_accounts() THEN
    RAISE EXCEPTION 'this second factor is not for this actor to take off' USING ERRCODE = '42501';
  END IF;
  UPDATE second_factor_removals SET confirmed_by = mawa_actor(), confirmed_at = mawa_now(), ended_at = mawa_now()
   WHERE id = p_id AND needs_second AND ended_at IS NULL AND asked_at > mawa_now() - interval '1 day'
   RETURNING user_id INTO v_user;
  IF v_user IS NULL THEN RETURN NULL; END IF;
  PERFORM forget_second_factor(v_user);
  PERFORM sessions_end(v_user, NULL);
  RETURN v_user;
END
$$;
REVOKE EXECUTE ON FUNCTION confirm_second_factor_removal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confirm_second_factor_removal TO mawa_app;
RESET ROLE;
