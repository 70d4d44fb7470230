-- Trigger on form_versions: only a draft changes, it is approved as it was read, and who wrote it stays
-- written (23514 form_version_is_a_draft). A draft that is changed is no longer ready for a second person.
CREATE OR REPLACE FUNCTION form_version_stands() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'form_version_is_a_draft';
  END IF;
  IF NEW.state = 'approved'
     AND (OLD.definition, OLD.writers) IS DISTINCT FROM (NEW.definition, NEW.writers) THEN
    RAISE EXCEPTION 'approved as it was read' USING ERRCODE = '23514', CONSTRAINT = 'form_version_is_a_draft';
  END IF;
  IF NEW.writers IS NULL
     OR NOT NEW.writers @> OLD.writers
     OR (OLD.form_key, OLD.version, OLD.author_id, OLD.created_at) IS DISTINCT FROM (
       NEW.form_key, NEW.version, NEW.author_id, NEW.created_at) THEN
    RAISE EXCEPTION 'who wrote it stays written'
      USING ERRCODE = '23514', CONSTRAINT = 'form_version_is_a_draft';
  END IF;
  IF OLD.definition IS DISTINCT FROM NEW.definition THEN
    NEW.ready_at := NULL;
    NEW.ready_by := NULL;
  END IF;
  RETURN NEW;
END
$$;
