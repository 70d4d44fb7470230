-- Trigger on tasks: done or open again is a row of task_changes, in the transaction of the act. `ended_by` says by
-- what; where the statement does not, the task was ended by the act that it asked for.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION task_end_is_recorded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.done_at IS NULL THEN
    INSERT INTO task_changes (task_id, change, by)
    VALUES (NEW.id, CASE OLD.ended_by WHEN 'by_hand' THEN 'not_done' ELSE 'reopened' END, mawa_somebody());
    NEW.ended_by := NULL;
  ELSE
    NEW.ended_by := coalesce(NEW.ended_by, 'its_act');
    INSERT INTO task_changes (task_id, change, at, by, reason)
    VALUES (NEW.id,
      CASE NEW.ended_by WHEN 'by_hand' THEN 'done' ELSE 'ended' END,
      NEW.done_at,
      coalesce(NEW.done_by, mawa_somebody()),
      CASE WHEN NEW.ended_by <> 'by_hand' THEN NEW.ended_by END);
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION task_end_is_recorded FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_end_is_recorded TO mawa_owner;
RESET ROLE;
