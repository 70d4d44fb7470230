-- The lowest lawful wage for an hour, a day or a month, from the minimum wage and the hours worked, to the
-- centime; the same as floors/wage-floor.rules.ts.
CREATE OR REPLACE FUNCTION work_least_wage(
  p_kind text,
  p_floor numeric,
  p_period text,
  p_hours numeric,
  p_days smallint
) RETURNS numeric
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT round(
    CASE p_kind
      WHEN 'smig' THEN
        CASE p_period
          WHEN 'hour' THEN p_floor
          WHEN 'day' THEN p_floor * p_hours / p_days
          ELSE p_floor * p_hours * (mawa_setting('work_industry_month'))::text::numeric
            / (mawa_setting('work_industry_week'))::text::numeric
        END
      ELSE
        CASE p_period
          WHEN 'hour' THEN p_floor / (mawa_setting('work_farm_day'))::text::numeric
          WHEN 'day' THEN p_floor * p_hours / (p_days * (mawa_setting('work_farm_day'))::text::numeric)
          ELSE p_floor * p_hours * (mawa_setting('work_farm_month'))::text::numeric
            / (mawa_setting('work_farm_week'))::text::numeric
        END
    END, 2)
$$;
GRANT EXECUTE ON FUNCTION work_least_wage TO mawa_app, mawa_gate;
