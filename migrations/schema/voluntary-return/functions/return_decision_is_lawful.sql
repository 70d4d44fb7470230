-- Trigger of return_decisions: no decision of a day to come, no child who decides alone, no `go` without a
-- session before it; sets the end of the cooling-off period. 23514: return_decision_has_happened,
-- return_decision_of_a_child, return_decision_is_informed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_decision_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.decided_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not decided yet' USING ERRCODE = '23514', CONSTRAINT = 'return_decision_has_happened';
  END IF;
  -- By the earliest day on which the person can be born: certainly a child.
  IF NOT NEW.as_child
      AND EXISTS (
          SELECT 1
            FROM cases c
           WHERE c.id = NEW.case_id
             AND coalesce(c.born_from, make_date(c.birth_year, 1, 1)) + interval '18 years'
               > NEW.decided_on) THEN
    RAISE EXCEPTION 'a child does not decide alone'
      USING ERRCODE = '23514', CONSTRAINT = 'return_decision_of_a_child';
  END IF;
  IF NEW.decision = 'go'
      AND NOT EXISTS (
          SELECT 1
            FROM return_counselling c
           WHERE c.track_id = NEW.track_id AND c.held_on <= NEW.decided_on) THEN
    RAISE EXCEPTION 'nobody explained anything'
      USING ERRCODE = '23514', CONSTRAINT = 'return_decision_is_informed';
  END IF;
  NEW.settled_on := NEW.decided_on + (mawa_setting('return_cooling_off_days'))::text::int;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_decision_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_decision_is_lawful TO mawa_owner;
RESET ROLE;
