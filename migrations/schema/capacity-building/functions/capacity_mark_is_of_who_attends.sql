-- Trigger of capacity_marks and capacity_tests: not of a day to come, and of a participant who was not taken
-- out. 23514: capacity_has_happened, capacity_attends.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION capacity_mark_is_of_who_attends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'capacity_has_happened';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM capacity_participants p JOIN capacity_trainings t ON t.id = p.training_id
       WHERE p.id = NEW.participant_id AND p.left_on IS NULL AND t.state IN ('planned', 'held')) THEN
    RAISE EXCEPTION 'does not attend' USING ERRCODE = '23514', CONSTRAINT = 'capacity_attends';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION capacity_mark_is_of_who_attends FROM PUBLIC;
GRANT EXECUTE ON FUNCTION capacity_mark_is_of_who_attends TO mawa_owner;
RESET ROLE;
