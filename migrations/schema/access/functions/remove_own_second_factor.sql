-- Takes the second factor off the actor's own account. Returns whether there was one.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION remove_own_second_factor() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  RETURN forget_second_factor(mawa_actor());
END
$$;
REVOKE EXECUTE ON FUNCTION remove_own_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_own_second_factor TO mawa_app;
RESET ROLE;
