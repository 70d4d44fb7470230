-- Whether a grant bears a cost of p_day that is booked on p_today: a day of its period, not after its close, not of a
-- suspension, and booked before what is owed has to be settled.
CREATE OR REPLACE FUNCTION grant_bears(p_grant uuid, p_day date, p_today date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (
    SELECT p_day BETWEEN g.starts_on AND least(g.ends_on, g.closed_on)
       AND (g.closed_on IS NULL OR p_today <= g.closed_on + mawa_setting('grant_liquidation_days')::text::int)
       AND NOT EXISTS (
           SELECT 1
             FROM grant_suspensions s
            WHERE s.grant_id = g.id AND s.from_day <= p_day AND (p_day < s.resumed_on) IS NOT FALSE)
      FROM grants g
     WHERE g.id = p_grant);
END
$$;
