-- Deferred trigger of projects: a project has its first step by the end of the transaction. 23514
-- project_has_begun.
CREATE OR REPLACE FUNCTION project_has_begun() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM project_steps s WHERE s.project_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'project_has_begun';
  END IF;
  RETURN NULL;
END
$$;
