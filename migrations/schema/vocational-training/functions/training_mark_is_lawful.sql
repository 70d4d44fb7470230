-- Trigger of training_attendance: not of a day to come or of one since the session is called off, and of somebody who
-- attends then. 23514: training_mark_has_happened, training_mark_of_a_day_held, training_mark_of_who_attends.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_mark_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from date;
  v_until date;
BEGIN
  -- Two registers of one day wait for each other, person by person.
  PERFORM 1
    FROM training_enrolments
   WHERE id = NEW.enrolment_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a day to come' USING ERRCODE = '23514', CONSTRAINT = 'training_mark_has_happened';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM training_cancellations x
       WHERE x.session_id = NEW.session_id AND x.from_day <= NEW.on_day) THEN
    RAISE EXCEPTION 'called off by then'
      USING ERRCODE = '23514', CONSTRAINT = 'training_mark_of_a_day_held';
  END IF;
  SELECT min(s.on_day) FILTER (WHERE s.to_state = 'started'),
         min(s.on_day) FILTER (WHERE s.to_state IN ('completed', 'dropped_out')) INTO v_from, v_until
    FROM training_steps s
   WHERE s.enrolment_id = NEW.enrolment_id;
  IF v_from IS NULL OR NEW.on_day < v_from OR NEW.on_day > v_until THEN
    RAISE EXCEPTION 'not in this session on that day'
      USING ERRCODE = '23514', CONSTRAINT = 'training_mark_of_who_attends';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_mark_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_mark_is_lawful TO mawa_owner;
RESET ROLE;
