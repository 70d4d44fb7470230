-- Trigger on beds: notifies open bed boards of the nights that changed.
CREATE FUNCTION beds_tell_the_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_the_board(NEW.shelter_id, NEW.in_service);
  IF TG_OP = 'UPDATE' THEN PERFORM tell_the_board(OLD.shelter_id, OLD.in_service); END IF;
  RETURN NULL;
END
$$;
