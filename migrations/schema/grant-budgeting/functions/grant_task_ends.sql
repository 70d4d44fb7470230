-- Trigger of grant_decisions and grant_condition_outcomes: ends the task that grant_task_opens opened, whoever has it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION grant_task_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'grant_decisions' THEN
    UPDATE tasks
       SET done_at = mawa_now(), done_by = NEW.decided_by
     WHERE kind = 'grant_proposal' AND subject_id = NEW.proposal_id AND done_at IS NULL;
  ELSE
    UPDATE tasks
       SET done_at = mawa_now(), done_by = NEW.decided_by
     WHERE kind = 'grant_condition' AND subject_id = NEW.condition_id AND done_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_task_ends FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grant_task_ends TO mawa_owner;
RESET ROLE;
