-- Trigger on bookings: a renewed hold lasts at most hold_limit_minutes from its making (23514
-- bookings_hold_limit), and the shelter's access to the person lasts as long.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hold_access_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.hold_until > NEW.created_at + make_interval(mins => (mawa_setting('hold_limit_minutes'))::int) THEN
    RAISE EXCEPTION 'this hold has been renewed long enough'
      USING ERRCODE = '23514', CONSTRAINT = 'bookings_hold_limit';
  END IF;
  UPDATE case_access SET until_at = NEW.hold_until
   WHERE source_id = NEW.id AND reason = 'hold' AND until_at > mawa_now();
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION hold_access_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_access_follows TO mawa_owner;
RESET ROLE;
