-- Trigger of budget_plans: locks the grant and numbers the version.
CREATE OR REPLACE FUNCTION budget_plan_locks_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_grant_ledger((SELECT grant_id FROM budget_lines WHERE id = NEW.line_id));
  NEW.version := 1 + coalesce((SELECT max(version) FROM budget_plans WHERE line_id = NEW.line_id), 0);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION budget_plan_locks_line FROM PUBLIC;
