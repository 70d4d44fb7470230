-- Users who may take a step of a plan of this case: those who see the part `care` and are not blocked. The calling
-- actor must see `care` too; otherwise no row.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION case_holders(p_case uuid) RETURNS TABLE(user_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH held AS (
    SELECT a.principal_id FROM case_access a
     WHERE a.case_id = p_case
       AND a.parts @> ARRAY['care']
       AND a.from_at <= mawa_now()
       AND (a.until_at IS NULL OR a.until_at > mawa_now()))
  SELECT u.id, localized_name(u.name, u.names)
    FROM users u
   WHERE u.active
     AND NOT u.system AND NOT u.service
     AND p_case <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
     AND NOT mawa_blocked(p_case, u.id)
     AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, u.id))
     AND EXISTS (SELECT 1 FROM held h WHERE h.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[]))
     AND EXISTS (
       SELECT 1 FROM current_roles r
        WHERE r.user_id = u.id AND r.opens_cases AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
     AND (u.id IN (SELECT principal_id FROM held)
          OR u.id IN (SELECT d.deputy_id FROM current_deputies d JOIN held h ON h.principal_id = d.user_id)
          OR EXISTS (
            SELECT 1 FROM memberships m
              JOIN held h ON h.principal_id = m.principal_id
             WHERE m.user_id = u.id
               AND m.from_at <= mawa_now()
               AND (m.until_at IS NULL OR m.until_at > mawa_now())))
   ORDER BY localized_name(u.name, u.names), u.id
$$;
REVOKE EXECUTE ON FUNCTION case_holders FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_holders TO mawa_app;
RESET ROLE;
