-- Trigger on case_classifications: the actor adds the next version (1, 2, 3 …) of the classification of a
-- case. 23514 classification_follows.
CREATE OR REPLACE FUNCTION classification_follows() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."by" IS DISTINCT FROM mawa_actor() OR NEW.version <> 1 + coalesce(
       (SELECT max(version) FROM case_classifications WHERE case_id = NEW.case_id), 0) THEN
    RAISE EXCEPTION 'a classification follows the one before' USING ERRCODE = '23514',
      CONSTRAINT = 'classification_follows';
  END IF;
  RETURN NEW;
END
$$;
