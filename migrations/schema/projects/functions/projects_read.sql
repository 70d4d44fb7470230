-- The projects that the actor reads as a member of a sitting or through the care of one of its people. For
-- policies.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION projects_read() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN projects_sat_on()
    || ARRAY(
        SELECT pp.project_id
          FROM project_people pp JOIN case_access a ON a.case_id = pp.case_id
         WHERE a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
           AND a.from_at <= mawa_now()
           AND (a.until_at IS NULL OR a.until_at > mawa_now())
           AND pp.case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
           AND a.parts @> ARRAY['care']);
END
$$;
REVOKE EXECUTE ON FUNCTION projects_read FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_read TO mawa_app;
RESET ROLE;
