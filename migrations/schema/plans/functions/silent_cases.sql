-- The open cases without contact (contacted_since) for so many days, as far as the actor reads their care: those that the
-- actor answers for in their own name or as a deputy, and for a case supervisor those of the officers that the
-- supervisor counts (caseload_officers).
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION silent_cases(p_days integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_reach reach := actor_reach();
BEGIN
  RETURN QUERY
    WITH held AS MATERIALIZED (
      SELECT DISTINCT a.case_id
        FROM case_access a
       WHERE a.principal_kind = 'user'
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND (a.principal_id = ANY (v_reach.principals)
              OR a.principal_id IN (SELECT o.user_id FROM caseload_officers() o))
    ), silent AS MATERIALIZED (
      SELECT h.case_id
        FROM held h
        JOIN cases c ON c.id = h.case_id AND c.merged_into IS NULL AND c.stage NOT IN ('closed', 'not_victim')
       WHERE NOT EXISTS (
         SELECT FROM contacted_since(mawa_day(mawa_now()) - p_days) s (case_id) WHERE s.case_id = h.case_id))
    SELECT s.case_id FROM silent s WHERE may_read_case(s.case_id, 'care', v_reach);
END
$$;
REVOKE EXECUTE ON FUNCTION silent_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silent_cases TO mawa_app;
RESET ROLE;
