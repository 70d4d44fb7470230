-- The tracks whose year began in [p_from, p_until), with the person as merged by p_until; ended_on is the day
-- of withdrawing or being stopped. Run by the figures' role in cohorts/cohort.figures.ts. The base day is the
-- one of view return_bases, grouped once instead of a subquery a track.
CREATE OR REPLACE FUNCTION return_cohort(p_from date, p_until date)
RETURNS TABLE(track_id uuid, person uuid, door text, country text, region text, base date, ended_on date)
LANGUAGE plpgsql STABLE ROWS 5000 AS $$
BEGIN
  RETURN QUERY
    SELECT t.id, coalesce(m.person_id, t.case_id), t.door, t.country, t.region, b.base, s.ended_on
      FROM return_tracks t
      JOIN (SELECT s.track_id, max(s.on_day) FILTER (WHERE s.to_state = 'arrived') AS arrived_on,
                   max(s.on_day) FILTER (WHERE s.to_state = 'reintegrating') AS begun_on,
                   max(s.on_day) FILTER (WHERE s.to_state IN ('withdrawn', 'stopped')) AS ended_on
              FROM return_steps s
             GROUP BY s.track_id) s ON s.track_id = t.id
      CROSS JOIN LATERAL (SELECT CASE
                                   WHEN t.door <> 'home' THEN s.arrived_on
                                   WHEN s.begun_on IS NOT NULL THEN t.left_on
                                 END AS base) b
      LEFT JOIN mawa_merged(p_until) m ON m.case_id = t.case_id
     WHERE b.base >= p_from AND b.base < p_until;
END
$$;
