-- Per reintegration officer of the supervisor's organisation: how many open cases, overdue tasks that wait for
-- that officer (task_is_for), cases without contact for contact_days, and plans that wait for approval. Counts
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
    SELECT o.id, o.name, count(DISTINCT h.case_id)::int, coalesce(sum(h.overdue), 0)::int,
      count(*) FILTER (WHERE h.contact_on < mawa_day(mawa_now()) - v_days)::int,
      count(*) FILTER (WHERE h.waits)::int
      FROM (
        SELECT u.user_id AS id, u.name,
          ARRAY(
            SELECT r.role FROM current_roles r
             WHERE r.user_id = u.user_id AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL) AS roles
          FROM caseload_officers() u
         WHERE p_after IS NULL OR (u.name, u.user_id) > (p_after_name, p_after)
         ORDER BY u.name, u.user_id
         LIMIT p_limit) o
      LEFT JOIN LATERAL (
        SELECT DISTINCT *
          FROM (
            SELECT a.principal_id AS user_id, c.id AS case_id,
              (
                SELECT count(*)::int FROM tasks t
                 WHERE t.case_id = c.id
                   AND t.done_at IS NULL
                   AND t.due_at <= mawa_now()
                   AND task_is_for(t.for_user, t.for_role, t.taken_by, o.id, o.roles)) AS overdue,
              EXISTS (SELECT 1 FROM plans p WHERE p.case_id = c.id AND p.state = 'sent') AS waits,
              l.on_day AS contact_on
              FROM case_access a
              JOIN cases c ON c.id = a.case_id
             CROSS JOIN LATERAL last_contact(c.id) l
             WHERE a.principal_kind = 'user'
               AND a.principal_id = o.id
               AND a.reason IN ('registered', 'assigned')
               AND a.from_at <= mawa_now()
               AND (a.until_at IS NULL OR a.until_at > mawa_now())
               AND c.merged_into IS NULL
               AND c.stage NOT IN ('closed', 'not_victim')
               AND c.id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])) held) h ON true
     GROUP BY o.id, o.name
     ORDER BY o.name, o.id;
END
$$;
REVOKE EXECUTE ON FUNCTION caseload_counts FROM PUBLIC;
RESET ROLE;
