-- Published in order and never changed.
CREATE TRIGGER open_money_in_order BEFORE INSERT ON open_money_quarters
  FOR EACH ROW
  EXECUTE FUNCTION open_money_in_order();
CREATE TRIGGER open_money_quarters_stay BEFORE DELETE OR UPDATE ON open_money_quarters
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- Written with its quarter, reveals nobody's money, and is never changed.
CREATE TRIGGER open_money_joins_its_quarter AFTER INSERT ON open_money_amounts
  REFERENCING NEW TABLE AS more FOR EACH STATEMENT
  EXECUTE FUNCTION open_money_joins_its_quarter();
CREATE CONSTRAINT TRIGGER open_money_stands_for_nobody AFTER INSERT ON open_money_amounts
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION open_money_stands_for_nobody();
CREATE TRIGGER open_money_amounts_stay BEFORE DELETE OR UPDATE ON open_money_amounts
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- Written with its quarter and never changed.
CREATE TRIGGER open_money_part_joins_its_quarter AFTER INSERT ON open_money_parts
  REFERENCING NEW TABLE AS more FOR EACH STATEMENT
  EXECUTE FUNCTION open_money_part_joins_its_quarter();
CREATE TRIGGER open_money_parts_stay BEFORE DELETE OR UPDATE ON open_money_parts
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
