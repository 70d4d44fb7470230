-- The date of the night at the instant of the transaction (nights run from noon to noon): the setting
-- mawa.tonight.
CREATE OR REPLACE FUNCTION mawa_tonight() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('mawa.tonight')::date
$$;
