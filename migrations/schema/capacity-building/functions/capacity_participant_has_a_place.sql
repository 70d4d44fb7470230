-- Trigger of capacity_participants, under the lock of the training: it takes place, has a place left, and the
-- learner was not merged into another. 23514: capacity_takes_place, capacity_has_a_place,
-- capacity_learner_stands.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION capacity_participant_has_a_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v capacity_trainings;
BEGIN
  SELECT * INTO v FROM capacity_trainings WHERE id = NEW.training_id FOR NO KEY UPDATE;
  IF v.state NOT IN ('planned', 'held') THEN
    RAISE EXCEPTION 'it does not take place' USING ERRCODE = '23514', CONSTRAINT = 'capacity_takes_place';
  END IF;
  IF (SELECT count(*)
        FROM capacity_participants p
       WHERE p.training_id = NEW.training_id AND p.left_on IS NULL)
    >= v.places THEN
    RAISE EXCEPTION 'no place' USING ERRCODE = '23514', CONSTRAINT = 'capacity_has_a_place';
  END IF;
  IF EXISTS (
      SELECT 1 FROM capacity_learners l WHERE l.id = NEW.learner_id AND l.merged_into IS NOT NULL) THEN
    RAISE EXCEPTION 'joined to another' USING ERRCODE = '23514', CONSTRAINT = 'capacity_learner_stands';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION capacity_participant_has_a_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION capacity_participant_has_a_place TO mawa_owner;
RESET ROLE;
