-- Trigger on referral_steps: sends an event to the receiving partner about referrals that it may read
-- (partner_referrals), also when they are revoked or lapse. Nobody else gets it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION webhook_of_referral() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_kind text := CASE
      WHEN NEW.to_state = 'sent' THEN 'referral.received'
      WHEN NEW.to_state IN ('revoked', 'expired') THEN 'referral.ended'
    END;
BEGIN
  IF v_kind IS NOT NULL THEN
    PERFORM webhook_event(v_kind, jsonb_build_object('referralId', NEW.referral_id),
      ARRAY(SELECT r.partner_id FROM referrals r WHERE r.id = NEW.referral_id));
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION webhook_of_referral FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_of_referral TO mawa_owner;
RESET ROLE;
