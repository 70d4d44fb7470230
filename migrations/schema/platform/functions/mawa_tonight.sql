CREATE FUNCTION mawa_tonight() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('mawa.tonight')::date
$$;
