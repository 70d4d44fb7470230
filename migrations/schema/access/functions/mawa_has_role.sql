-- Whether the actor holds one of these roles now: account in use, role not ended and, where it needs a second
-- person, confirmed. Through a token, only the roles that its scope needs (mawa_token_roles).
CREATE OR REPLACE FUNCTION mawa_has_role(VARIADIC p_roles text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_scope text[] := mawa_token_roles();
BEGIN
  RETURN EXISTS (SELECT 1 FROM current_roles r JOIN users u ON u.id = r.user_id AND u.active
    WHERE r.user_id = mawa_actor() AND r.role = ANY (p_roles) AND r.ended_at IS NULL
      AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second)
      AND (v_scope IS NULL OR r.role = ANY (v_scope)));
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_has_role FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_has_role TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
