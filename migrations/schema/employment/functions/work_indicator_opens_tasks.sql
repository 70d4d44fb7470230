-- Trigger of work_follow_ups with a sign of forced labour: tasks for the officer and the supervisors within
-- work_alert_hours, and the employer, where vetted, has to be looked at again, without naming the person.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_indicator_opens_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v work_placements;
  v_officer uuid;
  v_due timestamptz := mawa_now() + make_interval(hours => (mawa_setting('work_alert_hours'))::text::int);
BEGIN
  SELECT * INTO v FROM work_placements WHERE id = NEW.placement_id;
  SELECT a.principal_id INTO v_officer
    FROM case_access a
   WHERE a.case_id = NEW.case_id
     AND a.principal_id = v.officer_id
     AND a.parts @> ARRAY['story']
     AND a.from_at <= mawa_now()
     AND (a.until_at IS NULL OR a.until_at > mawa_now())
   LIMIT 1;
  PERFORM open_task('work_sign', NEW.case_id, NEW.id, NULL, coalesce(v_officer, mawa_actor()), v_due);
  -- Where no supervisor reads the story of this file, one of them is called without a name.
  PERFORM open_task('work_sign',
    CASE
      WHEN EXISTS (
          SELECT 1
            FROM current_roles r JOIN case_access a ON a.principal_id = r.user_id
           WHERE r.role = 'case_supervisor'
             AND r.ended_at IS NULL
             AND r.confirmed_by IS NOT NULL
             AND a.case_id = NEW.case_id
             AND a.parts @> ARRAY['story']
             AND a.from_at <= mawa_now()
             AND (a.until_at IS NULL OR a.until_at > mawa_now())) THEN NEW.case_id
    END, NEW.id, 'case_supervisor', NULL, v_due);
  IF v.employer_id IS NOT NULL THEN
    PERFORM 1 FROM work_employers WHERE id = v.employer_id FOR NO KEY UPDATE;
    IF (SELECT w.result
          FROM work_vettings w
         WHERE w.employer_id = v.employer_id
         ORDER BY w.place DESC LIMIT 1) IN ('accepted', 'conditions') THEN
      INSERT INTO work_vettings (id, employer_id, on_day, result, reason)
      VALUES (gen_random_uuid(), v.employer_id, mawa_day(mawa_now()), 'redo', 'signs');
    END IF;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION work_indicator_opens_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_indicator_opens_tasks TO mawa_owner;
RESET ROLE;
