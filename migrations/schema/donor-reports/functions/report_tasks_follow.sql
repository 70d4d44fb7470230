-- Trigger of report_dispositions, report_first_periods and grant_report_calendar: tasks that announced a report of this kind and grant are
-- done where it is not due any more, and open again where it is due after all and not frozen.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_tasks_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH announced AS (
    SELECT m.id,
           coalesce((SELECT c.first_from
                FROM grant_report_calendar c
               WHERE c.kind = m.kind AND c.grant_id = m.grant_id), (SELECT f.first_from
                FROM report_first_periods f
               WHERE f.kind = m.kind AND f.grant_id = m.grant_id
               ORDER BY f.id DESC
               LIMIT 1), m.period_from) <= m.period_from
           AND coalesce((SELECT d.disposition
                FROM report_dispositions d
               WHERE d.kind = m.kind
                 AND d.grant_id = m.grant_id
                 AND d.period_from = m.period_from
                 AND d.period_until = m.period_until
                 AND d.subject_id IS NOT DISTINCT FROM m.subject_id
               ORDER BY d.version DESC
               LIMIT 1), 'due_again') = 'due_again'
           AND NOT EXISTS (SELECT 1
                FROM reports r
               WHERE r.kind = m.kind
                 AND r.grant_id = m.grant_id
                 AND r.period_from = m.period_from
                 AND r.period_until = m.period_until
                 AND r.subject_id IS NOT DISTINCT FROM m.subject_id
                 AND r.state = 'frozen') AS due
      FROM report_reminders m
     WHERE m.kind = NEW.kind AND m.grant_id = NEW.grant_id
  )
  UPDATE tasks t
     SET done_at = CASE WHEN NOT a.due THEN mawa_now() END, done_by = CASE WHEN NOT a.due THEN mawa_actor() END
    FROM announced a
   WHERE t.kind = 'report_due' AND t.subject_id = a.id AND (t.done_at IS NULL) <> a.due;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION report_tasks_follow FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_tasks_follow TO mawa_owner;
RESET ROLE;
