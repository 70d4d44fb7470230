-- How many kinds of help have a unit cost, for the check list of administrators, who read no amount; null for
-- anybody else.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION kinds_with_unit_cost() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('administrator') THEN RETURN NULL; END IF;
  RETURN (SELECT count(DISTINCT kind)::integer FROM unit_costs);
END
$$;
REVOKE EXECUTE ON FUNCTION kinds_with_unit_cost FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kinds_with_unit_cost TO mawa_app;
RESET ROLE;
