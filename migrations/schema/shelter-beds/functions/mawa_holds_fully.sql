-- Whether the actor is a holder of this case (registered it or was assigned to it) and so has access to all of its
-- parts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_holds_fully(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_reach reach := actor_reach();
BEGIN
  RETURN EXISTS (
      SELECT FROM case_access a
       WHERE a.case_id = p_case
         AND a.principal_id = ANY (v_reach.principals)
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now()))
    AND p_case <> ALL (v_reach.hidden_cases);
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_holds_fully FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_holds_fully TO mawa_app, mawa_blind;
RESET ROLE;
