-- Per reintegration officer of the supervisor's organisation: how many open cases, overdue tasks that wait for
-- that officer (task_is_for), cases without contact for contact_days (contacted_since), and plans that wait for approval. Counts
-- only, without cases hidden from the supervisor. A page after (p_after_name, p_after); all without p_limit. 42501 for
-- others than case supervisors. Called by caseload() and caseload_ranking().
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION caseload_counts(p_after_name text, p_after uuid, p_limit integer)
RETURNS TABLE(
  user_id uuid,
  name text,
  open_cases integer,
  overdue integer,
  without_contact integer,
  plans_waiting integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_days integer := mawa_setting('contact_days')::integer;
BEGIN
  IF NOT mawa_has_role('case_supervisor') THEN
    RAISE EXCEPTION 'not asked by a supervisor' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    WITH officers AS MATERIALIZED (
      SELECT u.user_id AS id, u.name,
        ARRAY(
          SELECT r.role FROM current_roles r
           WHERE r.user_id = u.user_id AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL) AS roles
        FROM caseload_officers() u
       WHERE p_after IS NULL OR (u.name, u.user_id) > (p_after_name, p_after)
       ORDER BY u.name, u.user_id
       LIMIT p_limit
    ), held AS MATERIALIZED (
      SELECT DISTINCT a.principal_id AS officer, c.id AS case_id
        FROM case_access a
        JOIN cases c ON c.id = a.case_id
       WHERE a.principal_kind = 'user'
         AND a.principal_id IN (SELECT o.id FROM officers o)
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND c.merged_into IS NULL
         AND c.stage NOT IN ('closed', 'not_victim')
         AND c.id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
    ), late AS (
      SELECT h.officer, count(*)::int AS tasks
        FROM held h
        JOIN officers o ON o.id = h.officer
        JOIN tasks t ON t.case_id = h.case_id
       WHERE t.done_at IS NULL
         AND t.due_at <= mawa_now()
         AND task_is_for(t.for_user, t.for_role, t.taken_by, o.id, o.roles)
       GROUP BY h.officer
    ), counted AS (
      SELECT h.officer, count(*)::int AS cases, count(*) FILTER (WHERE s.case_id IS NULL)::int AS silent,
        count(p.case_id)::int AS waiting
        FROM held h
        LEFT JOIN contacted_since(mawa_day(mawa_now()) - v_days) s (case_id) ON s.case_id = h.case_id
        LEFT JOIN plans p ON p.case_id = h.case_id AND p.state = 'sent'
       GROUP BY h.officer
    )
    SELECT o.id, o.name, coalesce(n.cases, 0), coalesce(l.tasks, 0), coalesce(n.silent, 0), coalesce(n.waiting, 0)
      FROM officers o
      LEFT JOIN counted n ON n.officer = o.id
      LEFT JOIN late l ON l.officer = o.id
     ORDER BY o.name, o.id;
END
$$;
REVOKE EXECUTE ON FUNCTION caseload_counts FROM PUBLIC;
RESET ROLE;
