-- Trigger of report_withdrawals: the publication is no longer live.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_withdrawal_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE report_publications SET live = false WHERE id = NEW.publication_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION report_withdrawal_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_withdrawal_follows TO mawa_owner;
RESET ROLE;
