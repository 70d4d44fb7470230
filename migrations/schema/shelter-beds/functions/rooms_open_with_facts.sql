-- Trigger on rooms: a new room starts with a row of room_facts from 2000 on.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION rooms_open_with_facts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO room_facts (room_id, during, mix, floor, step_free, set_at)
  SELECT NEW.id, daterange('2000-01-01', NULL), NEW.mix, NEW.floor, NEW.step_free, s.created_at
    FROM shelters s WHERE s.id = NEW.shelter_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION rooms_open_with_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rooms_open_with_facts TO mawa_owner;
RESET ROLE;
