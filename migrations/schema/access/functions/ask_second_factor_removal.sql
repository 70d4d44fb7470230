-- Takes the second factor off the account of somebody else and ends its sessions; where a role of the account requires the
-- factor, this waits for a second administrator (confirm_second_factor_removal). Replaces what was asked before. Null
-- where the account has no second factor. 42501 for whoever manages no accounts, and for one's own.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION ask_second_factor_removal(p_user uuid, p_reason text) RETURNS TABLE(id uuid, waits boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_user = mawa_actor() OR NOT mawa_manages_accounts() THEN
    RAISE EXCEPTION 'this second factor is not for this actor to take off' USING ERRCODE = '42501';
  END IF;
  PERFORM 1 FROM second_factors f WHERE f.user_id = p_user AND f.confirmed_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE second_factor_removals r SET ended_at = mawa_now() WHERE r.user_id = p_user AND r.ended_at IS NULL;
  INSERT INTO second_factor_removals AS r (user_id, reason, needs_second)
  VALUES (p_user, p_reason, needs_second_factor(p_user)) RETURNING r.id, r.needs_second INTO id, waits;
  IF NOT waits THEN
    PERFORM forget_second_factor(p_user);
    PERFORM sessions_end(p_user, NULL);
  END IF;
  RETURN NEXT;
END
$$;
REVOKE EXECUTE ON FUNCTION ask_second_factor_removal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_second_factor_removal TO mawa_app;
RESET ROLE;
