-- The principals whose access rows count for the actor: themselves, the teams, shelters and organisations they
-- belong to now, and the colleagues whose deputy they are now. Empty for whoever has no confirmed role that opens cases. Kept
-- for the transaction by actor_reach(). Through a token that names places, these alone: neither the actor's own files
-- nor those of teams and colleagues.
CREATE OR REPLACE FUNCTION mawa_principals() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_actor uuid := mawa_actor();
  v_scope text[] := mawa_token_roles();
  v_places uuid[] := mawa_token_places();
  v_member uuid[];
BEGIN
  IF NOT EXISTS (SELECT 1 FROM current_roles r JOIN users u ON u.id = r.user_id AND u.active
       WHERE r.user_id = v_actor AND r.opens_cases AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
        AND (v_scope IS NULL OR r.role = ANY (v_scope))) THEN
    RETURN '{}'::uuid[];
  END IF;
  v_member := ARRAY(
    SELECT m.principal_id FROM memberships m
     WHERE m.user_id = v_actor AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now())
       AND CASE m.principal_kind
             WHEN 'shelter' THEN EXISTS (SELECT 1 FROM shelters s WHERE s.id = m.principal_id)
             WHEN 'organisation' THEN EXISTS (SELECT 1 FROM organisations o WHERE o.id = m.principal_id)
             WHEN 'team' THEN EXISTS (SELECT 1 FROM teams t WHERE t.id = m.principal_id AND t.closed_at IS NULL)
             ELSE false END);
  IF v_places IS NOT NULL THEN
    RETURN ARRAY(SELECT p FROM unnest(v_member) AS p WHERE p = ANY (v_places));
  END IF;
  RETURN array_append(v_member
    || ARRAY(SELECT d.user_id FROM current_deputies d WHERE d.deputy_id = v_actor), v_actor);
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_principals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_principals TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
