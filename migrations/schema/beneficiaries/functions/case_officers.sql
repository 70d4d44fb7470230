-- Names of the users who answer for a case (registered it or were assigned to it), reintegration officers first and the
-- latest first, three at most; asked by an actor who sees the facts of the case, none otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION case_officers(p_case uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT may_read_case(p_case, 'facts', (SELECT actor_reach())) THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(
    SELECT localized_name(u.name, u.names)
      FROM case_access a
      JOIN users u ON u.id = a.principal_id
     WHERE a.case_id = p_case
       AND a.principal_kind = 'user'
       AND a.reason IN ('registered', 'assigned')
       AND a.from_at <= mawa_now()
       AND (a.until_at IS NULL OR a.until_at > mawa_now())
       AND u.active
       AND NOT u.system
       AND NOT mawa_blocked(p_case, u.id)
       AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, u.id))
     GROUP BY u.id, u.name, u.names
     ORDER BY EXISTS (
                SELECT 1 FROM current_roles r
                 WHERE r.user_id = u.id
                   AND r.role = 'reintegration_officer'
                   AND r.confirmed_by IS NOT NULL
                   AND r.ended_at IS NULL) DESC,
              max(a.from_at) DESC, u.name
     LIMIT 3);
END
$$;
REVOKE EXECUTE ON FUNCTION case_officers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_officers TO mawa_app;
RESET ROLE;
