-- Rows are added and never changed or deleted.
CREATE TRIGGER unit_costs_stay BEFORE DELETE OR UPDATE ON unit_costs
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
