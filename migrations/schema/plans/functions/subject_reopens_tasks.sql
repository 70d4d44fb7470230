-- Trigger of the tables that tasks are about: what ended a subject was a mistake, or is over; the tasks that ended
-- with it wait again. Arguments: the word by which they ended, and the column that holds the subject.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION subject_reopens_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_subject uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
BEGIN
  UPDATE tasks t SET done_at = NULL, done_by = NULL
   WHERE t.id IN (
           SELECT DISTINCT ON (e.kind, e.case_id, e.subject_id, e.for_user, e.for_role) e.id
             FROM tasks e
            WHERE e.ended_by = TG_ARGV[0]
              AND (TG_ARGV[1] = 'case_id' AND e.case_id = v_subject
                   OR TG_ARGV[1] <> 'case_id' AND e.subject_id = v_subject)
            ORDER BY e.kind, e.case_id, e.subject_id, e.for_user, e.for_role, e.done_at DESC, e.id)
     AND NOT EXISTS (
           SELECT FROM tasks n
            WHERE n.kind = t.kind
              AND n.done_at IS NULL
              AND n.case_id IS NOT DISTINCT FROM t.case_id
              AND n.subject_id IS NOT DISTINCT FROM t.subject_id
              AND n.for_user IS NOT DISTINCT FROM t.for_user
              AND n.for_role IS NOT DISTINCT FROM t.for_role);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION subject_reopens_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subject_reopens_tasks TO mawa_owner;
RESET ROLE;
