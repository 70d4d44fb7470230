-- Trigger of commitment_steps: no step that moves money is dated in a month that is signed with the agency of
-- the line. 23514 commitment_agency_month_is_open.
CREATE OR REPLACE FUNCTION commitment_agency_month_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.step IN ('committed', 'received', 'paid', 'cancelled')
      AND EXISTS (
          SELECT 1
            FROM commitments c JOIN budget_lines l ON l.id = c.line_id
           WHERE c.id = NEW.commitment_id
             AND NEW.on_day <= agency_locked_until(l.grant_id, l.organisation_id)) THEN
    PERFORM refuse('commitment_agency_month_is_open');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION commitment_agency_month_is_open FROM PUBLIC;
