-- Trigger on booking_people: a bed becomes a stay only with a row of arrival_agreements; system users, and
-- taking an exit back, are free of it. 23514 arrivals_are_agreed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION arrivals_are_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() AND NOT EXISTS (SELECT 1 FROM arrival_agreements WHERE booking_id = NEW.booking_id)
     AND NOT (OLD.state IN ('ended', 'void') AND EXISTS (SELECT 1 FROM bookings k
       WHERE k.id = NEW.booking_id AND k.checked_in_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'nobody agreed to this arrival'
      USING ERRCODE = '23514', CONSTRAINT = 'arrivals_are_agreed';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION arrivals_are_agreed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION arrivals_are_agreed TO mawa_owner;
RESET ROLE;
