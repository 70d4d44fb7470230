-- Deferred trigger on cases: a new version needs its row in case_corrections, by the actor. A case renamed by
-- erasing in the same transaction is left out. 23514.
CREATE OR REPLACE FUNCTION case_version_has_its_row() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases WHERE id = NEW.id)
     AND NOT EXISTS (SELECT 1 FROM case_corrections c
       WHERE c.case_id = NEW.id AND c.version = NEW.version AND c.by = mawa_actor()) THEN
    RAISE EXCEPTION 'a correction says who and why' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
$$;
