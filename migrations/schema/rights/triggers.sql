-- Nothing new is written in a file that was joined to another.
CREATE TRIGGER rights_requests_take_no_more BEFORE INSERT ON rights_requests
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER legal_holds_take_no_more BEFORE INSERT ON legal_holds
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();
