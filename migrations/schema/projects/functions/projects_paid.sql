-- The projects that finance may see since they are granted, without those of people who are hidden from the
-- actor. For policies.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION projects_paid() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE
           WHEN mawa_has_role('finance_officer') THEN
             ARRAY(
                 SELECT p.id
                   FROM projects p
                  WHERE p.state IN ('approved', 'running', 'ended')
                    AND NOT EXISTS (
                        SELECT 1
                          FROM project_people h
                         WHERE h.project_id = p.id
                           AND h.case_id = ANY ((SELECT (actor_reach()).hidden_cases)::uuid[])))
           ELSE '{}'::uuid[]
         END;
END
$$;
REVOKE EXECUTE ON FUNCTION projects_paid FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_paid TO mawa_app;
RESET ROLE;
