-- Trigger of reports: the task that announced it is done when it is frozen.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_is_no_task_any_more() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks t
     SET done_at = mawa_now(), done_by = mawa_actor()
    FROM report_reminders m
   WHERE t.kind = 'report_due'
     AND t.done_at IS NULL
     AND t.subject_id = m.id
     AND m.kind = NEW.kind
     AND m.grant_id = NEW.grant_id
     AND m.period_from = NEW.period_from
     AND m.period_until = NEW.period_until
     AND m.subject_id IS NOT DISTINCT FROM NEW.subject_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION report_is_no_task_any_more FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_is_no_task_any_more TO mawa_owner;
RESET ROLE;
