-- The open cases without contact (last_contact) for so many days, the longest first, with how many they are, as far as the
-- actor reads their care: those that the actor answers for in their own name or as a deputy, and for a case supervisor
-- those of the officers that the supervisor counts (caseload_officers). A page after (p_after_day, p_after).
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION cases_without_contact(p_days integer, p_after_day date, p_after uuid, p_limit integer)
RETURNS TABLE(case_id uuid, contact_on date, kind text, total integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_reach reach := actor_reach();
BEGIN
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT h.case_id, l.on_day, l.kind
        FROM (
          SELECT DISTINCT a.case_id
            FROM case_access a
           WHERE a.principal_kind = 'user'
             AND a.reason IN ('registered', 'assigned')
             AND a.from_at <= mawa_now()
             AND (a.until_at IS NULL OR a.until_at > mawa_now())
             AND (a.principal_id = ANY (v_reach.principals)
                  OR a.principal_id IN (SELECT o.user_id FROM caseload_officers() o))) h
        JOIN cases c ON c.id = h.case_id AND c.merged_into IS NULL AND c.stage NOT IN ('closed', 'not_victim')
       CROSS JOIN LATERAL last_contact(c.id) l
       WHERE may_read_case(c.id, 'care', v_reach)
         AND l.on_day < mawa_day(mawa_now()) - p_days)
    SELECT w.case_id, w.on_day, w.kind, (SELECT count(*)::int FROM found)
      FROM found w
     WHERE p_after IS NULL OR (w.on_day, w.case_id) > (p_after_day, p_after)
     ORDER BY w.on_day, w.case_id
     LIMIT p_limit;
END
$$;
REVOKE EXECUTE ON FUNCTION cases_without_contact FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_without_contact TO mawa_app;
RESET ROLE;
