-- Trigger of the tables that tasks are about: arguments are the word of what ended the subject, the kinds of task
-- that end with it (with blanks between), and the column that holds the subject. With the column case_id, the tasks
-- about the person end, whatever else they are about.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION subject_ends_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_kinds text[] := string_to_array(TG_ARGV[1], ' ');
  v_subject uuid := (to_jsonb(NEW) ->> TG_ARGV[2])::uuid;
BEGIN
  IF TG_ARGV[2] = 'case_id' THEN
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody(), ended_by = TG_ARGV[0]
     WHERE case_id = v_subject AND kind = ANY (v_kinds) AND done_at IS NULL;
  ELSE
    PERFORM end_tasks_about(v_kinds, ARRAY[v_subject], TG_ARGV[0]);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION subject_ends_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subject_ends_tasks TO mawa_owner;
RESET ROLE;
