-- Not on a case file that was merged into another.
CREATE TRIGGER htcds_received_takes_no_more BEFORE INSERT ON htcds_received
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();
