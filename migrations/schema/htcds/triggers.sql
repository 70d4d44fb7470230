-- Not on a case file that was merged into another.
CREATE TRIGGER htcds_kept_takes_no_more BEFORE INSERT ON htcds_kept
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();
