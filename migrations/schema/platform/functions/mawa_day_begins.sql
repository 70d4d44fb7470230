-- The instant at which a day begins, by the programme's offset from UTC (setting mawa.offset, in minutes).
CREATE OR REPLACE FUNCTION mawa_day_begins(p_day date) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT p_day::timestamp AT TIME ZONE 'UTC'
    - make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0))
$$;
