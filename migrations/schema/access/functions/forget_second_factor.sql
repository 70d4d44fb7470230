-- Deletes the second factor of an account, its key, its recovery codes and its passkeys; its sessions have shown none any
-- more. Returns whether there was a confirmed one. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION forget_second_factor(p_user uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_factor second_factors;
BEGIN
  DELETE FROM second_factors f WHERE f.user_id = p_user RETURNING f.* INTO v_factor;
  DELETE FROM keys.record_keys WHERE kind = 'second_factor' AND record_id = v_factor.id;
  DELETE FROM recovery_codes WHERE user_id = p_user;
  DELETE FROM passkeys WHERE user_id = p_user;
  DELETE FROM pending_sign_ins WHERE user_id = p_user;
  UPDATE second_factor_removals SET ended_at = mawa_now() WHERE user_id = p_user AND ended_at IS NULL;
  UPDATE sessions SET second_factor = NULL, second_factor_at = NULL
   WHERE user_id = p_user AND second_factor IS NOT NULL;
  RETURN v_factor.confirmed_at IS NOT NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION forget_second_factor FROM PUBLIC;
RESET ROLE;
