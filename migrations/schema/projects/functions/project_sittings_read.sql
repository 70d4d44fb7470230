-- The sittings that the actor called or sits in. For policies.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_sittings_read() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(
      SELECT t.id
        FROM project_sittings t
       WHERE project_may_sit(mawa_actor())
         AND (t.by = mawa_actor()
              OR EXISTS (
                  SELECT 1 FROM project_seats s WHERE s.sitting_id = t.id AND s.user_id = mawa_actor())));
END
$$;
REVOKE EXECUTE ON FUNCTION project_sittings_read FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_sittings_read TO mawa_app;
RESET ROLE;
