-- For the page of a track (track-records.service.ts): what the step p_to on the day p_on still lacks, as return_unmet,
-- where the actor may read the care of the case.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_missing(p_track uuid, p_to text, p_on date) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u
    FROM return_tracks t CROSS JOIN LATERAL return_unmet(t.id, p_to, p_on) u
   WHERE t.id = p_track
     AND mawa_sees(t.case_id, 'care')
$$;
REVOKE EXECUTE ON FUNCTION return_missing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_missing TO mawa_app;
RESET ROLE;
