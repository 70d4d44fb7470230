-- Trigger on rule_sets: only a draft changes, it is approved as it was read, and who wrote it stays written.
-- 23514 rule_set_is_a_draft.
CREATE OR REPLACE FUNCTION rule_set_stands() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'rule_set_is_a_draft';
  END IF;
  IF NEW.state = 'approved' AND (OLD.definition, OLD.source, OLD.note, OLD.writers)
       IS DISTINCT FROM (NEW.definition, NEW.source, NEW.note, NEW.writers) THEN
    RAISE EXCEPTION 'approved as it was read' USING ERRCODE = '23514', CONSTRAINT = 'rule_set_is_a_draft';
  END IF;
  IF NEW.writers IS NULL
     OR NOT NEW.writers @> OLD.writers
     OR (OLD.version, OLD.author_id, OLD.created_at) IS DISTINCT FROM (
       NEW.version, NEW.author_id, NEW.created_at) THEN
    RAISE EXCEPTION 'who wrote it stays written' USING ERRCODE = '23514', CONSTRAINT = 'rule_set_is_a_draft';
  END IF;
  RETURN NEW;
END
$$;
