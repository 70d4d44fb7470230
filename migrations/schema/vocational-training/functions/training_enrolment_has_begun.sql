-- Deferred trigger of training_enrolments: has its first step by the end of the transaction. 23514
-- training_enrolment_has_begun.
CREATE OR REPLACE FUNCTION training_enrolment_has_begun() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step'
      USING ERRCODE = '23514', CONSTRAINT = 'training_enrolment_has_begun';
  END IF;
  RETURN NULL;
END
$$;
