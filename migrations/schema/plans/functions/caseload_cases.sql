-- The open cases of one officer with the overdue tasks that wait for that officer (task_is_for), last contact and
-- waiting plans, as far as the supervisor who asks sees their care. 42501 for others than case supervisors.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION caseload_cases(p_user uuid)
RETURNS TABLE(case_id uuid, overdue integer, contact_on date, waits boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_roles text[] := ARRAY(
    SELECT r.role FROM current_roles r
     WHERE r.user_id = p_user AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL);
BEGIN
  IF NOT mawa_has_role('case_supervisor') THEN
    RAISE EXCEPTION 'not asked by a supervisor' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    WITH held AS MATERIALIZED (
      SELECT DISTINCT c.id
        FROM case_access a
        JOIN cases c ON c.id = a.case_id
       WHERE a.principal_kind = 'user'
         AND a.principal_id = p_user
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND c.merged_into IS NULL
         AND c.stage NOT IN ('closed', 'not_victim')
         AND c.id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
         AND EXISTS (
           SELECT 1 FROM case_access mine
            WHERE mine.case_id = c.id
              AND mine.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
              AND mine.parts @> ARRAY['care']
              AND mine.from_at <= mawa_now()
              AND (mine.until_at IS NULL OR mine.until_at > mawa_now())))
    SELECT h.id,
           (
             SELECT count(*)::int FROM tasks t
              WHERE t.case_id = h.id
                AND t.done_at IS NULL
                AND t.due_at <= mawa_now()
                AND task_is_for(t.for_user, t.for_role, t.taken_by, p_user, v_roles)),
           l.on_day,
           EXISTS (SELECT 1 FROM plans p WHERE p.case_id = h.id AND p.state = 'sent')
      FROM held h
      JOIN last_contacts(ARRAY(SELECT h.id FROM held h)) l ON l.case_id = h.id;
END
$$;
REVOKE EXECUTE ON FUNCTION caseload_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caseload_cases TO mawa_app;
RESET ROLE;
