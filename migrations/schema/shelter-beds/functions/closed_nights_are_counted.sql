-- Trigger on closed_nights: keeps what the nights just closed count.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION closed_nights_are_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM recount_nights(min(night), max(night) + 1, NULL, 'closing') FROM closed;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION closed_nights_are_counted FROM PUBLIC;
GRANT EXECUTE ON FUNCTION closed_nights_are_counted TO mawa_owner;
RESET ROLE;
