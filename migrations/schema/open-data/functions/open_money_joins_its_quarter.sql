-- Statement trigger of open_money_amounts (new rows = `more`): amounts are written in the transaction that
-- published their quarter. 23514 open_money_stays_published.
CREATE OR REPLACE FUNCTION open_money_joins_its_quarter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM more m JOIN open_money_quarters q ON (q.grant_id, q.from_day) = (m.grant_id, m.from_day)
       WHERE q.published_in <> pg_current_xact_id()) THEN
    PERFORM refuse('open_money_stays_published');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION open_money_joins_its_quarter FROM PUBLIC;
