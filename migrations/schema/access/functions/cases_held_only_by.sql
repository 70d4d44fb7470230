-- How many cases nobody but this user answers for: shown to an administrator who is about to close the
-- account. Null for other roles.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION cases_held_only_by(p_user uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE
    WHEN mawa_has_role('administrator')
      THEN (
        SELECT count(DISTINCT a.case_id)::int FROM case_access a
         WHERE a.principal_id = p_user
           AND a.reason IN ('registered', 'assigned')
           AND a.from_at <= mawa_now()
           AND (a.until_at IS NULL OR a.until_at > mawa_now())
           AND NOT EXISTS (
             SELECT 1 FROM case_access o
               JOIN users u ON u.active AND NOT u.system AND NOT u.service AND u.id <> p_user
               JOIN current_roles r
                 ON r.user_id = u.id AND r.opens_cases AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
              WHERE o.case_id = a.case_id
                AND o.reason IN ('registered', 'assigned')
                AND o.from_at <= mawa_now()
                AND (o.until_at IS NULL OR o.until_at > mawa_now())
                AND (o.principal_id = u.id
                     OR EXISTS (
                       SELECT 1 FROM memberships m
                        WHERE m.user_id = u.id
                          AND m.principal_id = o.principal_id
                          AND m.from_at <= mawa_now()
                          AND (m.until_at IS NULL OR m.until_at > mawa_now())))))
  END;
END
$$;
REVOKE EXECUTE ON FUNCTION cases_held_only_by FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_held_only_by TO mawa_app;
RESET ROLE;
