-- Trigger of referrals: writes the first step.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION referral_has_begun() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_steps (referral_id, case_id, to_state, side, how)
  VALUES (NEW.id, NEW.case_id, 'sent', 'sender', 'here');
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION referral_has_begun FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_has_begun TO mawa_owner;
RESET ROLE;
