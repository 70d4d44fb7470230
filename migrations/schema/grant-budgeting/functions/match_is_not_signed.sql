-- Trigger of ledger_partings: a match that was made before a month was signed, with a side in that month, is
-- not undone. 23514 match_is_not_signed.
CREATE OR REPLACE FUNCTION match_is_not_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM ledger_matches m
        JOIN agency_months s
            ON s.grant_id = m.grant_id
             AND s.organisation_id = m.organisation_id
             AND s.signed_at >= m.made_at
       WHERE m.id = NEW.match_id
         AND (EXISTS (
                  SELECT 1
                    FROM matched_rows x JOIN agency_rows r ON r.id = x.row_id
                   WHERE x.match_id = m.id AND r.month <= s.month)
              OR EXISTS (
                  SELECT 1
                    FROM matched_entries x JOIN ledger_transactions t ON t.id = x.transaction_id
                   WHERE x.match_id = m.id AND t.booked_on < s.month + interval '1 month'))) THEN
    PERFORM refuse('match_is_not_signed');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION match_is_not_signed FROM PUBLIC;
