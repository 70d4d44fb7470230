-- Uses a challenge (p_challenge: its digest) up, until which it holds (p_until), and keeps how often the passkey has signed
-- (p_counter): not where the challenge is over or was answered before, where the passkey is not one of p_user or where its
-- counter went back. Returns whether it was good. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION use_passkey(
  p_user uuid,
  p_passkey uuid,
  p_counter bigint,
  p_challenge bytea,
  p_until timestamptz
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_until <= mawa_now() THEN RETURN false; END IF;
  DELETE FROM passkey_challenges WHERE expires_at <= mawa_now();
  INSERT INTO passkey_challenges (digest, expires_at) VALUES (p_challenge, p_until) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE passkeys SET counter = p_counter, used_at = mawa_now()
   WHERE id = p_passkey AND user_id = p_user AND (counter < p_counter OR counter = 0 AND p_counter = 0);
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION use_passkey FROM PUBLIC;
RESET ROLE;
