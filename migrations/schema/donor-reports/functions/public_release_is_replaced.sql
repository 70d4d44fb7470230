-- Trigger of reports: a superseded report leaves the public page, since compared with its successor it would
-- disclose what changed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_release_is_replaced() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE public_releases SET live = false WHERE report_id = NEW.id AND live;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION public_release_is_replaced FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_release_is_replaced TO mawa_owner;
RESET ROLE;
