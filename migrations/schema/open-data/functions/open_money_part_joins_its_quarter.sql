-- Statement trigger of open_money_parts (new rows = `more`): as open_money_joins_its_quarter. 23514
-- open_money_stays_published.
CREATE OR REPLACE FUNCTION open_money_part_joins_its_quarter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM (SELECT DISTINCT amount_id FROM more) m
        JOIN open_money_amounts t ON t.id = m.amount_id
        JOIN open_money_quarters q ON (q.grant_id, q.from_day) = (t.grant_id, t.from_day)
       WHERE q.published_in <> pg_current_xact_id()) THEN
    PERFORM refuse('open_money_stays_published');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION open_money_part_joins_its_quarter FROM PUBLIC;
