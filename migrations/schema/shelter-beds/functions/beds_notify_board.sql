-- Trigger on beds: notifies open bed boards of the nights that changed.
CREATE OR REPLACE FUNCTION beds_notify_board() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_board(NEW.shelter_id, NEW.in_service);
  IF TG_OP = 'UPDATE' THEN PERFORM notify_board(OLD.shelter_id, OLD.in_service); END IF;
  RETURN NULL;
END
$$;
