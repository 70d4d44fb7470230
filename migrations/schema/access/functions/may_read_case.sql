-- Whether the actor may read this part of this case: an access row that covers the part holds now for one of their
-- principals, and the case is not hidden from them. Called by the policies of all tables of case data, with
-- `(SELECT actor_reach())`, which is computed once a statement. One generic plan, kept by the session, reads by the index
-- case_access_by_case; without it the array would be planned for at each call.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION may_read_case(p_case uuid, p_part text, p_reach reach) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (
      SELECT FROM case_access a
       WHERE a.case_id = p_case
         AND a.principal_id = ANY (p_reach.principals)
         AND a.parts @> ARRAY[p_part]
         AND a.from_at <= mawa_now()
         AND CASE WHEN a.until_at IS NULL THEN 'infinity' ELSE a.until_at END > mawa_now())
    AND p_case <> ALL (p_reach.hidden_cases);
END
$$;
REVOKE EXECUTE ON FUNCTION may_read_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_read_case TO mawa_app, mawa_blind, mawa_owner;
RESET ROLE;
