-- Trigger of work_offers, under the lock of the offer: a place that an accepted application holds stays one of the
-- offer. 23514: work_offer_keeps_held_places.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_offer_keeps_held_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM work_applications a WHERE a.offer_id = NEW.id AND a.seat > NEW.places) THEN
    RAISE EXCEPTION 'a place that is taken away is held'
      USING ERRCODE = '23514', CONSTRAINT = 'work_offer_keeps_held_places';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_offer_keeps_held_places FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_offer_keeps_held_places TO mawa_owner;
RESET ROLE;
