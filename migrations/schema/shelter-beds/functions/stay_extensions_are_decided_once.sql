-- Trigger on stay_extensions: decided once, by the actor. 23514 stay_extensions_are_decided_once.
CREATE OR REPLACE FUNCTION stay_extensions_are_decided_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL OR NEW.decided_by IS DISTINCT FROM mawa_actor() THEN
    RAISE EXCEPTION 'decided once, by whoever says so'
      USING ERRCODE = '23514', CONSTRAINT = 'stay_extensions_are_decided_once';
  END IF;
  RETURN NEW;
END
$$;
