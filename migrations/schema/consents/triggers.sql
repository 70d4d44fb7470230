-- The latest answer counts, and what rests on a consent that ended is closed with it.
CREATE TRIGGER consents_stand AFTER INSERT ON consents
  FOR EACH ROW
  EXECUTE FUNCTION consent_stands();
-- Nothing new is given or shared in a file that was joined to another.
CREATE TRIGGER consents_take_no_more BEFORE INSERT ON consents
  FOR EACH ROW
  WHEN (new.decision = 'given')
  EXECUTE FUNCTION file_takes_no_more();

-- A share that ends also ends its referrals and links, and its partner is notified.
CREATE TRIGGER shares_end_their_referrals AFTER UPDATE OF closed_at ON shares
  FOR EACH ROW
  WHEN (old.closed_at IS NULL AND new.closed_at IS NOT NULL)
  EXECUTE FUNCTION shares_end_their_referrals();
-- No share without a consent that counts now.
CREATE TRIGGER shares_need_consent BEFORE INSERT ON shares
  FOR EACH ROW
  EXECUTE FUNCTION share_needs_consent();
CREATE TRIGGER shares_take_no_more BEFORE INSERT ON shares
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();
CREATE TRIGGER shares_notify_their_partner AFTER UPDATE OF closed_at ON shares
  FOR EACH ROW
  WHEN (old.closed_at IS NULL AND new.closed_at IS NOT NULL)
  EXECUTE FUNCTION share_notifies_its_partner();

CREATE TRIGGER share_notices_close_their_task AFTER UPDATE OF acknowledged_at ON share_notices
  FOR EACH ROW
  WHEN (old.acknowledged_at IS NULL AND new.acknowledged_at IS NOT NULL)
  EXECUTE FUNCTION close_partner_notice_task();
