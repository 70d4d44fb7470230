-- Trigger of training_certificates: its enrolment is certified, or its procedure as full or partial as it
-- says. 23514 training_certificate_rests.
CREATE OR REPLACE FUNCTION training_certificate_rests() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
          SELECT 1 FROM training_enrolments e WHERE e.id = NEW.enrolment_id AND e.state = 'certified')
      AND NOT EXISTS (
          SELECT 1
            FROM recognition_procedures p
           WHERE p.id = NEW.procedure_id
             AND p.state = CASE WHEN NEW.complete THEN 'certified_full' ELSE 'certified_partial' END) THEN
    RAISE EXCEPTION 'nothing was passed' USING ERRCODE = '23514', CONSTRAINT = 'training_certificate_rests';
  END IF;
  RETURN NEW;
END
$$;
