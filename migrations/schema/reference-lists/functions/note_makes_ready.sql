-- Trigger on list_versions and rule_sets: a draft is ready for a second person from the moment it has a note.
-- Its triggers come after those by which only a draft changes.
CREATE OR REPLACE FUNCTION note_makes_ready() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.ready_at := CASE
    WHEN nullif(NEW.note, '') IS NULL THEN NULL
    WHEN TG_OP = 'INSERT' OR nullif(OLD.note, '') IS NULL THEN mawa_now()
    ELSE OLD.ready_at
  END;
  RETURN NEW;
END
$$;
