-- The actor closes an open alarm that is not about them, with a finding; its tasks are done. Returns whether there was one.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION close_reading_alarm(p_alarm uuid, p_finding text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF mawa_token() IS NOT NULL OR NOT mawa_has_role('auditor', 'administrator', 'case_supervisor') THEN
    RAISE EXCEPTION 'this actor closes no alarm' USING ERRCODE = '42501';
  END IF;
  UPDATE reading_alarms SET closed_at = mawa_now(), closed_by = mawa_actor(), finding = p_finding
   WHERE id = p_alarm AND closed_at IS NULL
     AND user_id IS DISTINCT FROM mawa_actor() AND mawa_actor() <> ALL (reader_ids);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind = 'reading_alarm' AND subject_id = p_alarm AND done_at IS NULL;
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION close_reading_alarm FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_reading_alarm TO mawa_app;
RESET ROLE;
