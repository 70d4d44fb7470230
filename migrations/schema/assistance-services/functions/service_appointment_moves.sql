-- Trigger on service_appointments: answered once (service_appointment_answered_once), an answer taken back on
-- its day only (service_appointment_taken_back_that_day) or where its service was cancelled, not missed
-- before its day (service_appointment_is_to_come), given by a service of that kind to that person
-- (service_appointment_given_as_planned). All 23514.
CREATE OR REPLACE FUNCTION service_appointment_moves() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_undone boolean := false;
BEGIN
  IF OLD.service_id IS NOT NULL THEN
    v_undone := EXISTS (SELECT 1 FROM services s WHERE s.id = OLD.service_id AND s.cancelled_at IS NOT NULL);
  END IF;
  IF OLD.state <> 'planned' AND NOT (v_undone AND NEW.state IN ('planned', 'cancelled'))
    AND (NEW.state <> 'planned' OR OLD.state = 'given') THEN
    RAISE EXCEPTION 'answered already'
      USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_answered_once';
  END IF;
  IF OLD.state IN ('missed', 'cancelled') AND mawa_day(OLD.answered_at) <> mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'taken back on the same day alone'
      USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_taken_back_that_day';
  END IF;
  IF NEW.state = 'missed' AND NEW.due_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'its day has not come'
      USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_is_to_come';
  END IF;
  IF NEW.state = 'given' THEN
    IF NOT EXISTS (SELECT 1 FROM services s WHERE s.id = NEW.service_id
        AND s.cancelled_at IS NULL AND s.type_code = NEW.type_code AND mawa_same(s.case_id, NEW.case_id)) THEN
      RAISE EXCEPTION 'another service'
        USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_given_as_planned';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
