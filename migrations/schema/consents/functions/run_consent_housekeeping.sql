-- Regular job: closes shares whose time is over and opens a task for consents that end within consent_remind_days,
-- and for those that a guardian gave for somebody who has come of age meanwhile, by what is known in clear: where the
-- day of birth is not, up to a year after it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION run_consent_housekeeping() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'expired'
   WHERE closed_at IS NULL AND until_at <= mawa_now();
  PERFORM open_task('consent_expires', c.id, s.consent_id, 'reintegration_officer', NULL,
            CASE WHEN d.ends_soon THEN s.until_at ELSE mawa_now() END)
    FROM consent_standing s
    JOIN consents g ON g.id = s.consent_id
    JOIN cases f ON f.id = s.case_id
    JOIN cases c ON c.id = coalesce(f.merged_into, f.id) AND c.stage NOT IN ('closed', 'not_victim')
   CROSS JOIN LATERAL (
     SELECT coalesce(s.until_at <= mawa_now() + make_interval(days => mawa_setting('consent_remind_days')::int), false)
              AS ends_soon,
            g.guardian_relation IS NOT NULL
              AND greatest(extract(year FROM age(mawa_day(mawa_now()), c.born_until))::int,
                    extract(year FROM mawa_day(mawa_now()))::int - c.birth_year - 1,
                    c.age_at_registration + (mawa_day(mawa_now()) - c.registered_on) / 366) >= 18 AS is_of_age) d
   WHERE s.given
     AND (d.ends_soon OR d.is_of_age)
     AND NOT EXISTS (
       SELECT 1 FROM consent_standing n
        WHERE n.case_id IN (SELECT mawa_files(c.id))
          AND n.purpose = s.purpose
          AND n.recipient_id IS NOT DISTINCT FROM s.recipient_id
          AND n.at > s.at)
     AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'consent_expires' AND t.subject_id = s.consent_id);
END
$$;
REVOKE EXECUTE ON FUNCTION run_consent_housekeeping FROM PUBLIC;
GRANT EXECUTE ON FUNCTION run_consent_housekeeping TO mawa_app;
RESET ROLE;
