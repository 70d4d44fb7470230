-- How many places of each session are taken and how many people wait, for roles that may know; never who.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_occupancy(p_sessions uuid[])
RETURNS TABLE(session_id uuid, taken integer, waiting integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, count(e.seat)::int, count(e.id) FILTER (WHERE e.state = 'waiting')::int
    FROM unnest(p_sessions) s (id)
    LEFT JOIN training_enrolments e
        ON e.session_id = s.id
         AND (SELECT mawa_is_system()
                  OR mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer',
                    'case_supervisor', 'programme_officer'))
   GROUP BY s.id
$$;
REVOKE EXECUTE ON FUNCTION training_occupancy FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_occupancy TO mawa_app;
RESET ROLE;
