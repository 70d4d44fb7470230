-- Trigger of agreements: makes the row of its totals.
CREATE OR REPLACE FUNCTION agreement_has_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO partner_totals (agreement_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION agreement_has_totals FROM PUBLIC;
