-- A file is joined and parted by join_files and part_files, and erased by wipe_case, by no other statement: a file that
-- is marked as erased, or has taken a new id, keeps nothing of its person.
CREATE OR REPLACE FUNCTION files_change_at_the_gate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  -- Foreign keys write merged_into as the owner of the table when the other file takes a new id.
  IF current_user = 'mawa_app' AND NEW.merged_into IS DISTINCT FROM OLD.merged_into THEN
    RAISE EXCEPTION 'files are joined and parted by the gate alone' USING ERRCODE = '42501';
  END IF;
  IF current_user <> 'mawa_gate' AND (NEW.erased_at IS DISTINCT FROM OLD.erased_at OR NEW.id <> OLD.id) THEN
    RAISE EXCEPTION 'people are erased by the gate alone' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;
