-- Trigger of webhook_endpoints: confirmed and ended once, each in the name of the actor and at the present instant (42501
-- otherwise).
CREATE OR REPLACE FUNCTION webhook_endpoint_change_is_signed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at)
     AND (OLD.confirmed_at IS NOT NULL
       OR (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (mawa_actor(), mawa_now()))
     OR (NEW.ended_by, NEW.ended_at) IS DISTINCT FROM (OLD.ended_by, OLD.ended_at)
     AND (OLD.ended_at IS NOT NULL OR (NEW.ended_by, NEW.ended_at) IS DISTINCT FROM (mawa_actor(), mawa_now()))
  THEN
    RAISE EXCEPTION 'a change of a webhook endpoint is signed by the actor' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;
