-- The lowest cash of a plan over its twelve months, as plan/plan.rules.ts computes it; a plan below zero
-- cannot be submitted.
CREATE OR REPLACE FUNCTION project_plan_lowest(p_plan uuid) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    WITH start AS (
        SELECT p.own_contribution
          + p.grant_asked
          - coalesce((SELECT sum(l.amounts[1])
                        FROM project_plan_lines l
                       WHERE l.plan_id = p.id AND l.kind = 'need'), 0) AS opening
          FROM project_plans p
         WHERE p.id = p_plan),
         months AS (
        SELECT m,
               coalesce((SELECT sum(CASE l.kind WHEN 'income' THEN l.amounts[m] ELSE -l.amounts[m] END)
                           FROM project_plan_lines l
                          WHERE l.plan_id = p_plan AND l.kind <> 'need'), 0) AS net
          FROM generate_series(1, 12) m)
    SELECT least(s.opening,
      (SELECT min(s.opening + r.total) FROM (SELECT sum(net) OVER (ORDER BY m) AS total FROM months) r))
      FROM start s);
END
$$;
GRANT EXECUTE ON FUNCTION project_plan_lowest TO mawa_app, mawa_gate;
