-- Deferred trigger of recognition_procedures: has its first step by the end of the transaction. 23514
-- recognition_has_begun.
CREATE OR REPLACE FUNCTION recognition_has_begun() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM recognition_steps s WHERE s.procedure_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'recognition_has_begun';
  END IF;
  RETURN NULL;
END
$$;
