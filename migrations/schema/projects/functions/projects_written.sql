-- The projects that the actor writes: of people who are in it now and whose care they write. For policies.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION projects_written() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(
      SELECT pp.project_id
        FROM project_people pp JOIN case_access a ON a.case_id = pp.case_id
       WHERE a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND pp.case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
         AND pp.left_on IS NULL
         AND a.reason = ANY (ARRAY(SELECT r.reason FROM access_reasons r WHERE r.writes @> ARRAY['care'])));
END
$$;
REVOKE EXECUTE ON FUNCTION projects_written FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_written TO mawa_app;
RESET ROLE;
