-- Trigger on shares: an ended share leaves a notice for its partner and, where the partner has no account, a
-- task to notify them within notify_partner_hours. Not where the partner itself declined or closed the referral.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION share_notifies_its_partner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.closed_why = 'ended'
     AND EXISTS (
       SELECT 1 FROM referrals r WHERE r.share_id = NEW.id AND r.state IN ('declined', 'closed')) THEN
    RETURN NULL; -- the partner itself has just said so
  END IF;
  INSERT INTO share_notices (share_id, organisation_id, reference, at)
  VALUES (NEW.id, NEW.recipient_id, NEW.reference, mawa_now());
  IF NOT partner_has_account(NEW.recipient_id) THEN
    PERFORM open_task('notify_partner', NEW.case_id, NEW.id, 'reintegration_officer', NULL,
      mawa_now() + make_interval(hours => mawa_setting('notify_partner_hours')::int));
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION share_notifies_its_partner FROM PUBLIC;
GRANT EXECUTE ON FUNCTION share_notifies_its_partner TO mawa_owner;
RESET ROLE;
