-- Trigger on agreement_confirmations and partner_steps: sends an event to the partner when its agreement comes into
-- force and when one of its submissions is decided. The same organisation can read both with its own account
-- (policies).
CREATE OR REPLACE FUNCTION webhook_of_partner_money() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'agreement_confirmations' THEN
    PERFORM webhook_event('agreement.confirmed', jsonb_build_object('agreementId', NEW.agreement_id),
      ARRAY(SELECT a.organisation_id FROM agreements a WHERE a.id = NEW.agreement_id));
  ELSE
    PERFORM webhook_event('partner_paper.answered', jsonb_build_object('paperId', NEW.paper_id),
      ARRAY(SELECT a.organisation_id FROM partner_papers p JOIN agreements a ON a.id = p.agreement_id
             WHERE p.id = NEW.paper_id));
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION webhook_of_partner_money FROM PUBLIC;
