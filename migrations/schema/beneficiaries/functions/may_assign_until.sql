-- Until when the actor may assign this case to somebody: as long as their own answering for it lasts, by their own row or
-- as a member of a team, `infinity` without an end. A deputy gives to others what the absent colleague has, and nothing to
-- themselves or a team of theirs. NULL where the actor does not answer for it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION may_assign_until(p_case uuid, p_principal uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_reach reach := actor_reach();
  v_actor uuid := mawa_actor();
  v_is_own boolean := p_principal = v_actor OR EXISTS (
    SELECT FROM memberships m
     WHERE m.user_id = v_actor AND m.principal_id = p_principal AND (m.until_at IS NULL OR m.until_at > mawa_now()));
BEGIN
  RETURN (
    SELECT max(least(coalesce(a.until_at, 'infinity'), coalesce(m.until_at, 'infinity')))
      FROM case_access a
      LEFT JOIN memberships m
        ON m.user_id = v_actor
       AND m.principal_id = a.principal_id
       AND m.from_at <= mawa_now()
       AND (m.until_at IS NULL OR m.until_at > mawa_now())
     WHERE a.case_id = p_case
       AND a.case_id <> ALL (v_reach.hidden_cases)
       AND a.principal_id = ANY (v_reach.principals)
       AND a.reason IN ('registered', 'assigned')
       AND a.from_at <= mawa_now()
       AND (a.until_at IS NULL OR a.until_at > mawa_now())
       AND (NOT v_is_own
            OR a.principal_id NOT IN (SELECT d.user_id FROM current_deputies d WHERE d.deputy_id = v_actor)));
END
$$;
REVOKE EXECUTE ON FUNCTION may_assign_until FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_assign_until TO mawa_app;
RESET ROLE;
