-- Trigger on setting_decisions: ends the task that setting_task_opens opened, whoever has it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION setting_task_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks
     SET done_at = mawa_now(), done_by = NEW.decided_by
   WHERE kind = 'setting_proposal' AND subject_id = NEW.proposal_id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION setting_task_ends FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_task_ends TO mawa_owner;
RESET ROLE;
