-- The focal points for complaints: confirmed, of an organisation, without a role that would make them a party
-- (administrator, auditor, shelter team) and members of no shelter. level is escalation for those of a
-- commission, else first. For functions of mawa_gate.
CREATE OR REPLACE FUNCTION focal_points() RETURNS TABLE(user_id uuid, organisation_id uuid, level text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT u.id, u.organisation_id, CASE o.kind WHEN 'commission' THEN 'escalation' ELSE 'first' END
    FROM users u JOIN organisations o ON o.id = u.organisation_id
   WHERE u.active AND NOT u.system
     AND EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = u.id AND r.role = 'focal_point'
           AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
     AND NOT EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL
           AND r.role IN ('administrator', 'auditor', 'shelter_manager', 'shelter_staff'))
     AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.principal_kind = 'shelter'
           AND (m.until_at IS NULL OR m.until_at > mawa_now()))
$$;
REVOKE EXECUTE ON FUNCTION focal_points FROM PUBLIC;
GRANT EXECUTE ON FUNCTION focal_points TO mawa_gate;
