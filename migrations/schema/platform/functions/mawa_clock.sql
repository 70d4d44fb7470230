-- The time of day of an instant, by the programme's offset from UTC (setting mawa.offset, in minutes).
CREATE OR REPLACE FUNCTION mawa_clock(p_at timestamptz) RETURNS time without time zone
LANGUAGE sql STABLE AS $$
  SELECT ((p_at AT TIME ZONE 'UTC')
    + make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))::time
$$;
