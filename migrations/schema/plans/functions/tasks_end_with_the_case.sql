-- Trigger of stage_changes: a case that ends ends the tasks of tasks_ending_with(). They wait again with the case.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION tasks_end_with_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody(), ended_by = 'file_closed'
   WHERE id IN (SELECT tasks_ending_with(NEW.case_id));
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION tasks_end_with_the_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tasks_end_with_the_case TO mawa_owner;
RESET ROLE;
