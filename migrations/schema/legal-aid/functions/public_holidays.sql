-- The public holidays of a period, both days counted: days on which all courts are closed, with their names. At most two
-- years.
CREATE OR REPLACE FUNCTION public_holidays(p_from date, p_until date)
RETURNS TABLE (day date, fr text, ar text, en text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT ON (g.at) g.at::date, d.fr, d.ar, d.en
      FROM generate_series(p_from, least(p_until, p_from + 731), interval '1 day') AS g (at)
      JOIN court_closed_days d
        ON d.court_id IS NULL
       AND d.removed_at IS NULL
       AND (d.day = g.at::date
            OR d.yearly AND g.at::date >= d.day AND to_char(d.day, 'MM-DD') = to_char(g.at, 'MM-DD'))
     ORDER BY g.at, d.yearly;
END
$$;
GRANT EXECUTE ON FUNCTION public_holidays TO mawa_app;
