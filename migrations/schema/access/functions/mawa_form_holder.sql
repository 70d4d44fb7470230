CREATE FUNCTION mawa_form_holder() RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT decode(nullif(current_setting('mawa.form_holder', true), ''), 'hex')
$$;
