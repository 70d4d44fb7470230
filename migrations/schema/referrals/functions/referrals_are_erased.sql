SET LOCAL ROLE mawa_gate;
CREATE FUNCTION referrals_are_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE partner_links SET ended_at = mawa_now() WHERE case_id = OLD.id AND ended_at IS NULL;
  DELETE FROM keys.record_keys WHERE kind = 'referral' AND record_id IN (SELECT id FROM referrals WHERE case_id = OLD.id);
  UPDATE referral_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE referrals SET told = NULL WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION referrals_are_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_are_erased TO mawa_owner;
RESET ROLE;
