-- Trigger of capacity_participants: taken out once, in the actor's name. 23514 capacity_left_once.
CREATE OR REPLACE FUNCTION capacity_participant_leaves_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.left_on IS NOT NULL OR NEW.left_by IS DISTINCT FROM mawa_actor() THEN
    RAISE EXCEPTION 'left already' USING ERRCODE = '23514', CONSTRAINT = 'capacity_left_once';
  END IF;
  RETURN NEW;
END
$$;
