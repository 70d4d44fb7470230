-- Trigger on bookings: notifies open bed boards of the nights that changed.
CREATE FUNCTION bookings_tell_the_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.shelter_id = NEW.shelter_id THEN
    PERFORM tell_the_board(NEW.shelter_id, range_merge(OLD.nights, NEW.nights));
  ELSE
    PERFORM tell_the_board(NEW.shelter_id, NEW.nights);
    IF TG_OP = 'UPDATE' THEN PERFORM tell_the_board(OLD.shelter_id, OLD.nights); END IF;
  END IF;
  RETURN NULL;
END
$$;
