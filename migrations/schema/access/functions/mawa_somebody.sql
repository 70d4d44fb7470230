CREATE FUNCTION mawa_somebody() RETURNS uuid
LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT id FROM users WHERE id = mawa_actor()), '00000000-0000-4000-8000-000000000003')
$$;
