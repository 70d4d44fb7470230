-- The cases that the actor may see for no other reason than being their assessor: policies of other modules
-- hide from them what an assessment does not need (shelter-beds/policies.sql).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION assessed_alone() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN ARRAY(
      SELECT a.case_id
        FROM case_access a
       WHERE a.reason = 'assessor'
         AND a.principal_id = mawa_actor()
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND NOT EXISTS (
             SELECT 1
               FROM case_access o
              WHERE o.case_id = a.case_id
                AND o.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
                AND o.reason <> 'assessor'
                AND o.parts @> ARRAY['facts']
                AND o.from_at <= mawa_now()
                AND (o.until_at IS NULL OR o.until_at > mawa_now())));
END
$$;
REVOKE EXECUTE ON FUNCTION assessed_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessed_alone TO mawa_app;
RESET ROLE;
