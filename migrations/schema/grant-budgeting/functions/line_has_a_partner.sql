-- Trigger of budget_lines: where no partner is named, the agency is it.
CREATE OR REPLACE FUNCTION line_has_a_partner() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.partner_id := coalesce(NEW.partner_id, NEW.organisation_id);
  RETURN NEW;
END
$$;
