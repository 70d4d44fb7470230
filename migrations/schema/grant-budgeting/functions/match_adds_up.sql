-- Deferred trigger of ledger_matches: entries and rows of the match are of that agency and count, are as many
-- as it says, and differ by what it says. 23514 match_adds_up.
CREATE OR REPLACE FUNCTION match_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m ledger_matches;
  v_entries integer;
  v_rows integer;
  v_ours numeric;
  v_theirs numeric;
BEGIN
  SELECT * INTO m
    FROM ledger_matches
   WHERE id = coalesce(to_jsonb(NEW)->>'match_id', to_jsonb(NEW)->>'id')::uuid;
  SELECT count(*), coalesce(sum(e.amount), 0) INTO v_entries, v_ours
    FROM matched_entries x
    JOIN agency_entries e
        ON e.transaction_id = x.transaction_id
         AND e.line_id = x.line_id
         AND e.grant_id = m.grant_id
         AND e.organisation_id = m.organisation_id
   WHERE x.match_id = m.id;
  SELECT count(*), coalesce(sum(r.amount), 0) INTO v_rows, v_theirs
    FROM matched_rows x
    JOIN agency_rows_that_count r
        ON r.id = x.row_id AND r.grant_id = m.grant_id AND r.organisation_id = m.organisation_id
   WHERE x.match_id = m.id;
  IF (v_entries, v_rows, v_ours - v_theirs) IS DISTINCT FROM (m.entry_count, m.row_count, m.difference)
      OR v_entries <> (SELECT count(*) FROM matched_entries WHERE match_id = m.id)
      OR v_rows <> (SELECT count(*) FROM matched_rows WHERE match_id = m.id) THEN
    PERFORM refuse('match_adds_up');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION match_adds_up FROM PUBLIC;
