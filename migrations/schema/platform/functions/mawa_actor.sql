CREATE FUNCTION mawa_actor() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.actor', true), '')::uuid
$$;
