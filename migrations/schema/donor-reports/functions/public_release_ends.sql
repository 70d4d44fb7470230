-- Trigger of public_withdrawals: the release is no longer live.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_release_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE public_releases SET live = false WHERE id = NEW.release_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION public_release_ends FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_release_ends TO mawa_owner;
RESET ROLE;
