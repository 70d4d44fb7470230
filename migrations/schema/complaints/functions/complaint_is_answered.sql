-- Trigger on complaint_words: an answer takes note of all words before it (heard_to).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_is_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE complaints SET heard_to = NEW.place WHERE id = NEW.complaint_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_is_answered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_is_answered TO mawa_owner;
RESET ROLE;
