-- Trigger on room_facts: only an open end may be set, from tonight on; a new row begins where another ends
-- and not before tonight (23514 room_facts_keep_the_past), and mix and step-free access stay where people are
-- booked (23514 room_facts_keep_their_people).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION room_facts_look_ahead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_before room_facts;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF lower(NEW.during) <> lower(OLD.during)
       OR upper(OLD.during) IS NOT NULL
       OR upper(NEW.during) < mawa_tonight() THEN
      RAISE EXCEPTION 'what a room was is not written anew'
        USING ERRCODE = '23514', CONSTRAINT = 'room_facts_keep_the_past';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO v_before FROM room_facts WHERE room_id = NEW.room_id AND upper(during) = lower(NEW.during);
  IF NOT FOUND THEN RETURN NEW; END IF;
  IF lower(NEW.during) < mawa_tonight() THEN
    RAISE EXCEPTION 'what a room was is not written anew'
      USING ERRCODE = '23514', CONSTRAINT = 'room_facts_keep_the_past';
  END IF;
  -- Who sleeps where was chosen by these two.
  IF (v_before.mix, v_before.step_free) <> (NEW.mix, NEW.step_free)
     AND EXISTS (
       SELECT 1 FROM bookings k
         JOIN beds b ON b.id = k.bed_id
        WHERE b.room_id = NEW.room_id
          AND k.state IN ('hold', 'promised', 'stay')
          AND (k.state <> 'hold' OR k.hold_until > mawa_now())
          AND (k.nights && daterange(lower(NEW.during), NULL)
               OR (k.state = 'stay'
                   AND upper(k.nights) <= mawa_tonight()
                   AND lower(NEW.during) <= mawa_tonight()))) THEN
    RAISE EXCEPTION 'people sleep there on nights after this one'
      USING ERRCODE = '23514', CONSTRAINT = 'room_facts_keep_their_people';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION room_facts_look_ahead FROM PUBLIC;
GRANT EXECUTE ON FUNCTION room_facts_look_ahead TO mawa_owner;
RESET ROLE;
