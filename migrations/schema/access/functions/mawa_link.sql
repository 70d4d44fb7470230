CREATE FUNCTION mawa_link() RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT decode(nullif(current_setting('mawa.link', true), ''), 'hex')
$$;
