-- Trigger on bookings: notifies open bed boards of the nights that changed.
CREATE OR REPLACE FUNCTION bookings_notify_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.shelter_id = NEW.shelter_id THEN
    PERFORM notify_board(NEW.shelter_id, range_merge(OLD.nights, NEW.nights));
  ELSE
    PERFORM notify_board(NEW.shelter_id, NEW.nights);
    IF TG_OP = 'UPDATE' THEN PERFORM notify_board(OLD.shelter_id, OLD.nights); END IF;
  END IF;
  RETURN NULL;
END
$$;
