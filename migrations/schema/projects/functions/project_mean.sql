-- The weighted mean of a project in a sitting and the number of members who scored it, without those who
-- withdrew.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_mean(p_sitting uuid, p_project uuid)
RETURNS TABLE(mean numeric, members integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT round(avg(x.own), 2), count(*)::int
      FROM (SELECT sum(s.points * c.weight)::numeric / sum(c.weight) AS own
              FROM project_scores s
              JOIN project_sittings t ON t.id = s.sitting_id
              JOIN project_criteria_on(t.held_on) c ON c.code = s.criterion
             WHERE s.sitting_id = p_sitting
               AND s.project_id = p_project
               AND NOT EXISTS (
                   SELECT 1
                     FROM project_recusals r
                    WHERE r.sitting_id = s.sitting_id
                      AND r.project_id = s.project_id
                      AND r.user_id = s.user_id)
             GROUP BY s.user_id) x;
END
$$;
REVOKE EXECUTE ON FUNCTION project_mean FROM PUBLIC;
RESET ROLE;
