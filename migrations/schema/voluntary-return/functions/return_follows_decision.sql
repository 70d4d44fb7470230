-- Trigger of return_checks and return_journeys: the day in the column TG_ARGV[0] is not before the first decision to go
-- of the track; nothing is compared where nobody has decided yet. Fires after the track was locked (triggers fire by
-- name). 23514 return_follows_decision.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_follows_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (to_jsonb(NEW) ->> TG_ARGV[0])::date < (
      SELECT min(d.decided_on)
        FROM return_decisions d
       WHERE d.track_id = NEW.track_id AND d.decision = 'go') THEN
    RAISE EXCEPTION 'before the decision to go'
      USING ERRCODE = '23514', CONSTRAINT = 'return_follows_decision';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_follows_decision FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_follows_decision TO mawa_owner;
RESET ROLE;
