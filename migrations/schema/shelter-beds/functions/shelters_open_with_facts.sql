-- Trigger on shelters: a new shelter starts with a row of shelter_facts from 2000 on.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION shelters_open_with_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO shelter_facts (shelter_id, during, kind, receives, languages, set_at)
  VALUES (NEW.id, daterange('2000-01-01', NULL), NEW.kind, NEW.receives, NEW.languages, NEW.created_at);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION shelters_open_with_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shelters_open_with_facts TO mawa_owner;
RESET ROLE;
