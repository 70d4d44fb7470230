-- Hourly job (returns.schedule.ts): opens tasks for arrivals that nobody confirmed, documents past their day and
-- risk assessments without a decision, and closes those whose cause is gone. 42501 for anybody but the
-- system.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION returns_housekeeping(p_today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_one record;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'done by the hourly round alone' USING ERRCODE = '42501';
  END IF;
  FOR v_one IN
      WITH waits AS (
          SELECT 'return_confirmation' AS kind, t.case_id, t.id AS subject_id, t.officer_id AS officer
            FROM return_tracks t
           WHERE t.state = 'arrived'
             AND NOT EXISTS (
                 SELECT 1
                   FROM return_arrivals a
                  WHERE a.track_id = t.id AND a.reported_by = 'partner' AND a.received <> 'nobody')
             AND (SELECT max(s.on_day) + mawa_setting_on('return_confirm_days', max(s.on_day))::text::int
                    FROM return_steps s
                   WHERE s.track_id = t.id AND s.to_state = 'arrived')
               < p_today
          UNION ALL
          SELECT 'return_document', d.case_id, d.id, t.officer_id
            FROM return_documents d JOIN return_tracks t ON t.id = d.track_id
           WHERE t.state IN ('counselling', 'preparing')
             AND d.due_on < p_today
             AND d.state IN ('new', 'to_ask', 'asked', 'appointment')
          UNION ALL
          SELECT 'return_risk', r.case_id, r.id, NULL
            FROM return_risks r JOIN return_tracks t ON t.id = r.track_id
           WHERE t.state IN ('counselling', 'preparing')
             AND mawa_day(r.at)
               + mawa_setting_on('return_risk_decision_days', mawa_day(r.at))::text::int < p_today
             AND NOT EXISTS (SELECT 1 FROM return_risk_decisions d WHERE d.risk_id = r.id)
             AND NOT EXISTS (
                 SELECT 1 FROM return_risks n WHERE n.track_id = r.track_id AND n.place > r.place))
      SELECT w.kind, w.case_id, w.subject_id, w.officer, k.id AS task_id
        FROM (SELECT w.* FROM waits w JOIN cases c ON c.id = w.case_id AND c.erased_at IS NULL) w
        FULL JOIN (SELECT k.id, k.kind, k.subject_id
                     FROM tasks k
                    WHERE k.done_at IS NULL
                      AND k.kind IN ('return_confirmation', 'return_document', 'return_risk')) k
            ON k.kind = w.kind AND k.subject_id = w.subject_id
       WHERE w.kind IS NULL OR k.id IS NULL
  LOOP
    IF v_one.task_id IS NULL THEN
      PERFORM open_return_task(v_one.kind, v_one.case_id, v_one.subject_id, v_one.officer, mawa_now());
    ELSE
      UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody() WHERE id = v_one.task_id;
    END IF;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION returns_housekeeping FROM PUBLIC;
GRANT EXECUTE ON FUNCTION returns_housekeeping TO mawa_app;
RESET ROLE;
