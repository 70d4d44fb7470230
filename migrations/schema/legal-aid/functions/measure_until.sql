-- The last day of a protection measure: of the last step that set one, else the one noted with it; null where it has
-- no end.
CREATE OR REPLACE FUNCTION measure_until(p_measure uuid) RETURNS date
LANGUAGE sql STABLE AS $$
  SELECT coalesce(
           (SELECT s.until_on
              FROM legal_steps s
             WHERE s.measure_id = m.id AND s.until_on IS NOT NULL
             ORDER BY s.place DESC LIMIT 1),
           m.until_on)
    FROM protection_measures m
   WHERE m.id = p_measure
$$;
