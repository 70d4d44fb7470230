-- Trigger on override_answers: answered only while every bed concerned is held. 23514 overrides_are_held.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION overrides_are_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM override_rules r JOIN bookings k ON k.id = r.booking_id
       WHERE r.ask_id = NEW.ask_id AND NOT (k.state = 'hold' AND k.hold_until > mawa_now())) THEN
    RAISE EXCEPTION 'held no more' USING ERRCODE = '23514', CONSTRAINT = 'overrides_are_held';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION overrides_are_held FROM PUBLIC;
GRANT EXECUTE ON FUNCTION overrides_are_held TO mawa_owner;
RESET ROLE;
