-- Trigger on shares: live referrals under it expire or are revoked, and links given to the partner end.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION shares_end_their_referrals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO referral_steps (referral_id, case_id, to_state, side, how, reason)
  SELECT r.id, r.case_id, CASE NEW.closed_why WHEN 'expired' THEN 'expired' ELSE 'revoked' END, 'system',
    'here', 'share_' || NEW.closed_why
    FROM referrals r
   WHERE r.share_id = NEW.id AND r.live;
  UPDATE partner_links SET ended_at = mawa_now()
   WHERE share_id = NEW.id AND ended_at IS NULL AND (kind <> 'referral' OR NEW.closed_why <> 'ended');
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION shares_end_their_referrals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shares_end_their_referrals TO mawa_owner;
RESET ROLE;
