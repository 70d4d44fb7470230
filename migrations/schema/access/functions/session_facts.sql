-- The open session with one of these token digests, not older than its end and used within p_idle_minutes, nor beyond the
-- limits of the roles of its account (role_requirements), of which the strictest counts; with the browser that opened it,
-- the network that it was used from last, and whether its lists show names; its idle minutes, and when it ends however
-- busy it is. Asked with each request.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_facts(p_digests bytea[], p_now timestamptz, p_idle_minutes integer)
RETURNS TABLE(
  token_digest bytea,
  user_id uuid,
  seen_at timestamptz,
  second_factor_at timestamptz,
  proved_at timestamptz,
  session_id uuid,
  device text,
  other_device text,
  network text,
  names_shown boolean,
  idle_minutes integer,
  latest_end timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT s.token_digest, s.user_id, s.seen_at, s.second_factor_at, coalesce(s.proved_at, s.created_at),
           s.id, s.device, s.other_device, s.network, s.names_shown, e.idle_minutes, e.latest_end
      FROM sessions s CROSS JOIN LATERAL (
             SELECT min(q.idle_minutes) AS idle_minutes, min(q.longest_hours) AS longest_hours
               FROM user_roles r JOIN role_requirements q ON q.role = r.role
              WHERE r.user_id = s.user_id AND r.ended_at IS NULL AND (r.confirmed_at IS NOT NULL OR NOT r.needs_second)
           ) AS l
           CROSS JOIN LATERAL (
             SELECT least(p_idle_minutes, l.idle_minutes) AS idle_minutes,
                    least(s.expires_at, s.created_at + make_interval(hours => l.longest_hours)) AS latest_end
           ) AS e
     WHERE s.token_digest = ANY (p_digests) AND s.ended_at IS NULL AND e.latest_end > p_now
       AND s.seen_at > p_now - make_interval(mins => e.idle_minutes);
END
$$;
REVOKE EXECUTE ON FUNCTION session_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_facts TO mawa_app;
RESET ROLE;
