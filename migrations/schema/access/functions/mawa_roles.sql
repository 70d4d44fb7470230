-- The roles that the actor holds now; a role that needs a second person counts once confirmed. For policies
-- that compare a column with many roles. Through a token, only the roles that its scope needs (mawa_token_roles).
CREATE OR REPLACE FUNCTION mawa_roles() RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ARRAY(SELECT r.role FROM current_roles r JOIN users u ON u.id = r.user_id AND u.active
    WHERE r.user_id = mawa_actor() AND r.ended_at IS NULL
      AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second)
      AND (mawa_token_roles() IS NULL OR r.role = ANY (mawa_token_roles())));
END
$$;
