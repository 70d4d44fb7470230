-- Which of these ids are cases, and which of them this account reads neither for itself nor for a shelter or team of its
-- own, nor as a deputy (break-glass apart): for the watch over the audit log.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION files_read_outside(p_users uuid[], p_ids uuid[], p_since timestamptz)
RETURNS TABLE(user_id uuid, case_id uuid, outside boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user watches over readings' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    SELECT p.u, c.id, NOT EXISTS (
             SELECT FROM case_access a
              WHERE a.case_id = c.id AND a.reason <> 'break_glass'
                AND (a.until_at IS NULL OR a.until_at >= p_since)
                AND (a.principal_id = p.u
                  OR EXISTS (
                      SELECT FROM deputies d
                       WHERE d.deputy_id = p.u AND d.user_id = a.principal_id AND d.from_at <= mawa_now()
                         AND (d.given_by = d.user_id OR d.confirmed_by IS NOT NULL)
                         AND least(d.until_at, d.ended_at) >= p_since)
                  OR a.principal_kind IN ('shelter', 'team') AND EXISTS (
                      SELECT FROM memberships m WHERE m.user_id = p.u AND m.principal_id = a.principal_id
                         AND (m.until_at IS NULL OR m.until_at >= p_since))))
      FROM (SELECT DISTINCT one.u, one.i FROM unnest(p_users, p_ids) AS one (u, i)) AS p
      JOIN cases c ON c.id = p.i;
END
$$;
REVOKE EXECUTE ON FUNCTION files_read_outside FROM PUBLIC;
GRANT EXECUTE ON FUNCTION files_read_outside TO mawa_app;
RESET ROLE;
