-- Trigger on shares: the consent named is the one that stands, given and not over (23514
-- shares_need_a_live_consent); the share ends with it at the latest. Holds the row of consent_standing, so
-- that a withdrawal at the same time waits.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION share_needs_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  standing record;
BEGIN
  SELECT s.consent_id, s.until_at INTO standing FROM consent_standing s
   WHERE s.case_id = NEW.case_id AND s.purpose = NEW.purpose AND s.recipient_id = NEW.recipient_id
     AND s.given AND (s.until_at IS NULL OR s.until_at > mawa_now())
     AND no_later_refusal(s.case_id, s.purpose, s.recipient_id, s.at) FOR SHARE;
  IF NOT FOUND OR standing.consent_id <> NEW.consent_id THEN
    RAISE EXCEPTION 'no consent stands for this share'
      USING ERRCODE = '23514', CONSTRAINT = 'shares_need_a_live_consent';
  END IF;
  NEW.until_at := least(NEW.until_at, standing.until_at);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION share_needs_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION share_needs_consent TO mawa_owner;
RESET ROLE;
