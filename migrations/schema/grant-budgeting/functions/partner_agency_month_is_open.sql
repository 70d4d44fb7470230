-- Trigger of partner_steps: no payment or refund is dated in a month that is signed with an agency of the
-- agreement's lines. 23514 partner_agency_month_is_open.
CREATE OR REPLACE FUNCTION partner_agency_month_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.step IN ('paid', 'refunded')
      AND EXISTS (
          SELECT 1
            FROM partner_papers p
            JOIN agreement_lines x ON x.agreement_id = p.agreement_id
            JOIN budget_lines l ON l.id = x.line_id
           WHERE p.id = NEW.paper_id
             AND NEW.on_day <= agency_locked_until(l.grant_id, l.organisation_id)) THEN
    PERFORM refuse('partner_agency_month_is_open');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_agency_month_is_open FROM PUBLIC;
