-- Trigger of court_closed_days: whoever follows a planned hearing on that day gets a task; whoever holds the
-- case, where the officer no longer may. Waits for hearings being set (same lock as
-- hearing_is_on_a_court_day).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION court_day_is_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('court days', 0));
  PERFORM CASE
            WHEN EXISTS (
                SELECT 1
                  FROM case_access a
                 WHERE a.case_id = h.case_id
                   AND a.principal_kind = 'user'
                   AND a.principal_id = p.officer_id
                   AND a.from_at <= mawa_now()
                   AND (a.until_at IS NULL OR a.until_at > mawa_now())) THEN
              open_task('hearing_court_closed', h.case_id, h.id, NULL, p.officer_id,
                mawa_now() + interval '1 day')::text
            ELSE notify_case_holders('hearing_court_closed', h.case_id, h.id, mawa_now() + interval '1 day')::text
          END
    FROM hearings h JOIN proceedings p ON p.id = h.proceeding_id
   WHERE h.state = 'planned'
     AND h.starts_at > mawa_now()
     AND (NEW.court_id IS NULL OR h.court_id = NEW.court_id)
     AND (h.day = NEW.day
          OR NEW.yearly AND h.day >= NEW.day AND to_char(h.day, 'MM-DD') = to_char(NEW.day, 'MM-DD'));
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION court_day_is_closed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION court_day_is_closed TO mawa_owner;
RESET ROLE;
