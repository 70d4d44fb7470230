-- For the page of a track (track-file.ts): what the step p_to on the day p_on still lacks, as return_unmet,
-- where the actor may read the care of the case.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION return_missing(p_track uuid, p_to text, p_on date) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u
    FROM return_tracks t CROSS JOIN LATERAL return_unmet(t.id, p_to, p_on) u
   WHERE t.id = p_track
     AND t.case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
     AND EXISTS (
         SELECT 1
           FROM case_access a
          WHERE a.case_id = t.case_id
            AND a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
            AND a.parts @> ARRAY['care']
            AND a.from_at <= mawa_now()
            AND (a.until_at IS NULL OR a.until_at > mawa_now()))
$$;
REVOKE EXECUTE ON FUNCTION return_missing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_missing TO mawa_app;
RESET ROLE;
