CREATE FUNCTION mawa_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('mawa.now')::timestamptz
$$;
