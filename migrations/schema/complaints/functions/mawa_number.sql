CREATE FUNCTION mawa_number() RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT decode(nullif(current_setting('mawa.number', true), ''), 'hex')
$$;
