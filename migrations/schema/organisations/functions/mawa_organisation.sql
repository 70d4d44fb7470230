CREATE FUNCTION mawa_organisation() RETURNS uuid
LANGUAGE sql STABLE AS $$
  SELECT organisation_id FROM users WHERE id = mawa_actor() AND active
$$;
