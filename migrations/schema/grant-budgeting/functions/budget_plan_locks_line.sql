-- Trigger of budget_plans: locks the grant and numbers the version.
CREATE FUNCTION budget_plan_locks_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1
    FROM ledger_balances b
    JOIN ledger_accounts a ON a.id = b.account_id AND a.kind = 'funds'
    JOIN budget_lines l ON l.grant_id = a.grant_id
   WHERE l.id = NEW.line_id
   FOR UPDATE OF b;
  NEW.version := 1 + coalesce((SELECT max(version) FROM budget_plans WHERE line_id = NEW.line_id), 0);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION budget_plan_locks_line FROM PUBLIC;
