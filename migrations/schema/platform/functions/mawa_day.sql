-- The day of an instant, by the programme's offset from UTC (setting mawa.offset, in minutes).
CREATE OR REPLACE FUNCTION mawa_day(p_at timestamptz) RETURNS date
LANGUAGE sql STABLE AS $$
  SELECT ((p_at AT TIME ZONE 'UTC')
    + make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))::date
$$;
GRANT EXECUTE ON FUNCTION mawa_day TO mawa_figures, mawa_blind, mawa_gate;
