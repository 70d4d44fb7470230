-- Trigger on complaints: keeps every shelter that one was ever said to be at (complaint_places).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_records_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO complaint_places (complaint_id, shelter_id)
  VALUES (NEW.id, NEW.shelter_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_records_places FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_records_places TO mawa_owner;
RESET ROLE;
