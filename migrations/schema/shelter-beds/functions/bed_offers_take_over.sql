-- Trigger on bed_offers: a new offer to a request lets one without an answer lapse.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION bed_offers_take_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE bed_offers SET answer = 'lapsed', answered_at = mawa_now(), answered_by = mawa_actor()
   WHERE request_id = NEW.request_id AND answer IS NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION bed_offers_take_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bed_offers_take_over TO mawa_owner;
RESET ROLE;
