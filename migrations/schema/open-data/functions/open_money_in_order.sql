-- Trigger of open_money_quarters, one at a time for a grant: a quarter is published after the ones before it
-- and once. 23514 open_money_in_order.
CREATE OR REPLACE FUNCTION open_money_in_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.grant_id::text, 1340));
  IF EXISTS (
      SELECT 1
        FROM open_money_quarters q
       WHERE q.grant_id = NEW.grant_id AND q.from_day >= NEW.from_day) THEN
    PERFORM refuse('open_money_in_order');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION open_money_in_order FROM PUBLIC;
