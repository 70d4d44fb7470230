CREATE FUNCTION mawa_roles() RETURNS text[]
LANGUAGE sql STABLE AS $$
SELECT ARRAY(SELECT r.role FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
  WHERE r.user_id = mawa_actor() AND r.ended_at IS NULL
    AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second))
$$;
