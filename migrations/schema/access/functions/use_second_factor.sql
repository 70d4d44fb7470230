-- Uses up a code of an account, by its step, or one of its recovery codes, by its digest: each once, also when two come at
-- once. Returns whether it was still good. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION use_second_factor(p_user uuid, p_step bigint, p_recovery bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_step IS NOT NULL THEN
    UPDATE second_factors SET last_step = p_step
     WHERE user_id = p_user AND confirmed_at IS NOT NULL AND last_step < p_step;
  ELSE
    UPDATE recovery_codes SET used_at = mawa_now()
     WHERE user_id = p_user AND digest = p_recovery AND used_at IS NULL;
  END IF;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION use_second_factor FROM PUBLIC;
RESET ROLE;
