CREATE TRIGGER calls_are_refused_by_a_block BEFORE UPDATE OF outcome ON calls
  FOR EACH ROW
  WHEN (old.outcome IS DISTINCT FROM new.outcome)
  EXECUTE FUNCTION calls_are_refused_by_a_block();

CREATE TRIGGER call_backs_end_once BEFORE UPDATE OF due_at, closed_at ON call_backs
  FOR EACH ROW
  WHEN (old.closed_at IS NOT NULL)
  EXECUTE FUNCTION call_backs_end_once();

CREATE TRIGGER caller_blocks_are_short BEFORE INSERT ON caller_blocks
  FOR EACH ROW
  EXECUTE FUNCTION caller_blocks_are_short();

CREATE TRIGGER call_links_take_no_more BEFORE INSERT ON call_links
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();
