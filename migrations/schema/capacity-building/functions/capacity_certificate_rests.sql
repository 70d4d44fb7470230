-- Trigger of capacity_certificates: of a participant who completed the training, not before its last day.
-- 23514 capacity_certificate_rests.
CREATE OR REPLACE FUNCTION capacity_certificate_rests() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM capacity_presence s JOIN capacity_trainings t ON t.id = s.training_id
       WHERE s.participant_id = NEW.participant_id AND s.completed AND NEW.issued_on >= t.last_day) THEN
    RAISE EXCEPTION 'it was not completed'
      USING ERRCODE = '23514', CONSTRAINT = 'capacity_certificate_rests';
  END IF;
  RETURN NEW;
END
$$;
