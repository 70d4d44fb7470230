-- Trigger on complaints: writes down each focal point who takes one in hand (complaint_hands).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_records_handlers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO complaint_hands (complaint_id, user_id) VALUES (NEW.id, NEW.handler_id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_records_handlers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_records_handlers TO mawa_owner;
RESET ROLE;
