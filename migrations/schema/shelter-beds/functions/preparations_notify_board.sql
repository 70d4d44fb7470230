-- Trigger on bed_preparations: notifies open bed boards of the nights that changed.
CREATE OR REPLACE FUNCTION preparations_notify_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_board(NEW.shelter_id, preparation_nights(NEW.until_at));
  RETURN NULL;
END
$$;
