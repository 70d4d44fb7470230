-- Trigger on shelter_facts: only an open end may be set, from tonight on; a new row follows the one before
-- and begins tonight at the earliest (23514 shelter_facts_keep_the_past), and nobody expected is received no
-- more (23514 shelter_facts_keep_their_guests).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION shelter_facts_look_ahead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_before shelter_facts;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF lower(NEW.during) <> lower(OLD.during)
       OR upper(OLD.during) IS NOT NULL
       OR upper(NEW.during) < mawa_tonight() THEN
      RAISE EXCEPTION 'what a house was is not written anew'
        USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_the_past';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO v_before FROM shelter_facts
   WHERE shelter_id = NEW.shelter_id AND upper(during) = lower(NEW.during);
  IF NOT FOUND THEN
    IF EXISTS (SELECT 1 FROM shelter_facts WHERE shelter_id = NEW.shelter_id) THEN
      RAISE EXCEPTION 'what a house is follows what it was'
        USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_the_past';
    END IF;
    RETURN NEW;
  END IF;
  IF lower(NEW.during) < mawa_tonight() THEN
    RAISE EXCEPTION 'what a house was is not written anew'
      USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_the_past';
  END IF;
  IF EXISTS (SELECT 1 FROM arrivals_expected(NEW.shelter_id, lower(NEW.during),
       ARRAY(SELECT unnest(v_before.receives) EXCEPT SELECT unnest(NEW.receives)))) THEN
    RAISE EXCEPTION 'people are expected whom the house would receive no more'
      USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_their_guests';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION shelter_facts_look_ahead FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shelter_facts_look_ahead TO mawa_owner;
RESET ROLE;
