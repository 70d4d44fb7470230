-- A call is sent away only from a blocked number.
CREATE TRIGGER calls_are_refused_by_a_block BEFORE UPDATE OF outcome ON calls
  FOR EACH ROW
  WHEN (old.outcome IS DISTINCT FROM new.outcome)
  EXECUTE FUNCTION calls_are_refused_by_a_block();

-- A closed call-back stays as it is.
CREATE TRIGGER call_backs_end_once BEFORE UPDATE OF due_at, closed_at ON call_backs
  FOR EACH ROW
  WHEN (old.closed_at IS NOT NULL)
  EXECUTE FUNCTION call_backs_end_once();

-- A block has a limit.
CREATE TRIGGER caller_blocks_are_short BEFORE INSERT ON caller_blocks
  FOR EACH ROW
  EXECUTE FUNCTION caller_blocks_are_short();

-- Not to a case file that was merged into another.
CREATE TRIGGER call_links_take_no_more BEFORE INSERT ON call_links
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();
