-- How many people are in each of these projects, and their shares, where the actor reads the project: others
-- are shown as a number, never named.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_counts(p_projects uuid[])
RETURNS TABLE(project_id uuid, people integer, shares integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT pp.project_id, count(*)::int, coalesce(sum(pp.shares), 0)::int
    FROM project_people pp
   WHERE pp.project_id = ANY (p_projects) AND pp.project_id = ANY (projects_read()) AND pp.left_on IS NULL
   GROUP BY 1
$$;
REVOKE EXECUTE ON FUNCTION project_counts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_counts TO mawa_app;
RESET ROLE;
