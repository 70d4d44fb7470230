-- Trigger of matched_entries and matched_rows: they are written in the transaction that wrote the match.
-- 23514 match_adds_up.
CREATE OR REPLACE FUNCTION match_is_whole() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT m.xmin::text FROM ledger_matches m WHERE m.id = NEW.match_id)
        <> pg_current_xact_id()::xid::text
      OR NOT NEW.stands THEN
    PERFORM refuse('match_adds_up');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION match_is_whole FROM PUBLIC;
