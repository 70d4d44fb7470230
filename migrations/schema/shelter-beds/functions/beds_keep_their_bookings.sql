-- Trigger on beds: in_service keeps every night that is booked. 23514 beds_keep_their_bookings.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION beds_keep_their_bookings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM bookings k WHERE k.bed_id = NEW.id AND k.state <> 'void'
       AND (k.state <> 'hold' OR k.hold_until > mawa_now()) AND NOT k.nights <@ NEW.in_service) THEN
    RAISE EXCEPTION 'the bed is booked on nights after this one'
      USING ERRCODE = '23514', CONSTRAINT = 'beds_keep_their_bookings';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION beds_keep_their_bookings FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beds_keep_their_bookings TO mawa_owner;
RESET ROLE;
