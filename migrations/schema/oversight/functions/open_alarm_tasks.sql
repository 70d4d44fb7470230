-- A task for each auditor, administrator and case supervisor whom an alarm is not about, once.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_alarm_tasks(p_alarm uuid, p_due timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user raises alarms' USING ERRCODE = '42501';
  END IF;
  PERFORM open_task('reading_alarm', NULL, a.id, NULL, u.id, p_due)
     FROM reading_alarms a
     JOIN users u ON u.active AND NOT u.system AND NOT u.service AND u.id IS DISTINCT FROM a.user_id
          AND u.id <> ALL (a.reader_ids)
    WHERE a.id = p_alarm AND a.closed_at IS NULL
      AND EXISTS (SELECT FROM current_roles r WHERE r.user_id = u.id
            AND r.role IN ('auditor', 'administrator', 'case_supervisor')
            AND r.ended_at IS NULL AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second));
END
$$;
REVOKE EXECUTE ON FUNCTION open_alarm_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_alarm_tasks TO mawa_app;
RESET ROLE;
