-- Trigger on answers and places of a classification: they are added in the same transaction as the
-- classification and never later. 23514 classification_is_new.
CREATE OR REPLACE FUNCTION classification_is_new() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM case_classifications c
       WHERE c.id = NEW.classification_id AND c.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'a classification is not added to'
      USING ERRCODE = '23514', CONSTRAINT = 'classification_is_new';
  END IF;
  RETURN NEW;
END
$$;
