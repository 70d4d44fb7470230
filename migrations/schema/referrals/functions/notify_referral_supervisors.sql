-- Opens a task about a late answer for the supervisors who may read the care of the case; where there is
-- none, for the role, without naming the case.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION notify_referral_supervisors(p_case uuid, p_referral uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM open_task('referral_late', p_case, p_referral, NULL, u.id, mawa_now())
    FROM users u
   WHERE u.active
     AND NOT u.system
     AND EXISTS (
         SELECT 1
           FROM current_roles r
          WHERE r.user_id = u.id
            AND r.role = 'case_supervisor'
            AND r.ended_at IS NULL
            AND r.confirmed_by IS NOT NULL)
     AND EXISTS (
         SELECT 1
           FROM case_access a
          WHERE a.case_id = p_case
            AND a.principal_id = u.id
            AND a.parts @> ARRAY['care']
            AND a.from_at <= mawa_now()
            AND (a.until_at IS NULL OR a.until_at > mawa_now()));
  IF NOT FOUND THEN
    PERFORM open_task('referral_late', NULL, p_referral, 'case_supervisor', NULL, mawa_now());
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION notify_referral_supervisors FROM PUBLIC;
RESET ROLE;
