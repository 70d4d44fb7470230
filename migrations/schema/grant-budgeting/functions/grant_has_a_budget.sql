-- Trigger of grants: makes version 1 of the budget.
CREATE OR REPLACE FUNCTION grant_has_a_budget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO budget_versions (grant_id, version, is_approved) VALUES (NEW.id, 1, true);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_has_a_budget FROM PUBLIC;
