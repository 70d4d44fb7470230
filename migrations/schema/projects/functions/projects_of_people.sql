-- The projects of people whose care the actor reads. For policies, one array a statement.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION projects_of_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(
      SELECT pp.project_id
        FROM project_people pp JOIN case_access a ON a.case_id = pp.case_id
       WHERE a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND pp.case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
         AND a.parts @> ARRAY['care']);
END
$$;
REVOKE EXECUTE ON FUNCTION projects_of_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_of_people TO mawa_app;
RESET ROLE;
