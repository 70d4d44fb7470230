-- Trigger on booking_people: a bed held against rules becomes promised or a stay only if all are agreed
-- (23514 overrides_are_agreed) and the agreement still counts (23514 overrides_in_force).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION overrides_are_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_until date;
BEGIN
  IF EXISTS (SELECT 1 FROM override_rules r WHERE r.booking_id = NEW.booking_id AND NOT EXISTS (
       SELECT 1 FROM override_answers a WHERE a.ask_id = r.ask_id AND a.answer = 'agreed')) THEN
    RAISE EXCEPTION 'nobody agreed to this' USING ERRCODE = '23514', CONSTRAINT = 'overrides_are_agreed';
  END IF;
  SELECT min(a.until) INTO v_until FROM override_rules r JOIN override_asks a ON a.id = r.ask_id
   WHERE r.booking_id = NEW.booking_id;
  IF v_until <= lower(NEW.nights) OR (NEW.state = 'promised' AND v_until <= mawa_tonight()) THEN
    RAISE EXCEPTION 'it holds no more' USING ERRCODE = '23514', CONSTRAINT = 'overrides_in_force';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION overrides_are_agreed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION overrides_are_agreed TO mawa_owner;
RESET ROLE;
