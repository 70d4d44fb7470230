-- A confirmation or an end names its author and cannot be changed.
CREATE TRIGGER webhook_endpoint_change_is_signed BEFORE UPDATE ON webhook_endpoints
  FOR EACH ROW
  EXECUTE FUNCTION webhook_endpoint_change_is_signed();

-- The rows that are events; the kinds and who hears of each stand in the functions. Deferred to the end of the
-- transaction where the rows that say who hears are written after the row itself.
CREATE TRIGGER webhook_of_referral AFTER INSERT ON referral_steps
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_referral();
CREATE TRIGGER webhook_of_report AFTER INSERT OR UPDATE OF live ON report_publications
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_report();
CREATE TRIGGER webhook_of_report AFTER INSERT ON public_releases
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_report();
CREATE TRIGGER webhook_of_grant AFTER INSERT ON report_reminders
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_grant('report.due');
CREATE TRIGGER webhook_of_grant AFTER INSERT ON open_data_sets
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_grant('open_data.published');
CREATE CONSTRAINT TRIGGER webhook_of_grant AFTER INSERT ON grant_versions
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_grant('grant.confirmed');
CREATE CONSTRAINT TRIGGER webhook_of_grant AFTER INSERT ON budget_versions
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.version > 1)
  EXECUTE FUNCTION webhook_of_grant('budget.revised');
CREATE TRIGGER webhook_of_partner_money AFTER INSERT ON agreement_confirmations
  FOR EACH ROW
  EXECUTE FUNCTION webhook_of_partner_money();
CREATE TRIGGER webhook_of_partner_money AFTER INSERT ON partner_steps
  FOR EACH ROW WHEN (NEW.step IN ('authorised', 'refused', 'accepted', 'returned'))
  EXECUTE FUNCTION webhook_of_partner_money();
