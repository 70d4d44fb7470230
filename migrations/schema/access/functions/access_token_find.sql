-- The token with this digest, whether it may be used or not, with what its account must have now: since when it has a
-- second factor, and of a program's account whether it and the token are confirmed and it is not over. `most` is the
-- number of requests a minute. Asked with each request that carries a token.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_token_find(p_digest bytea, p_now timestamptz, p_today date)
RETURNS TABLE(id uuid, user_id uuid, permissions text[], reads_only boolean, places uuid[], expires_at timestamptz,
  used_at timestamptz, revoked_at timestamptz, factor_since timestamptz, service boolean, is_open boolean, most integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT t.id, t.user_id, t.permissions, t.reads_only, t.places, t.expires_at, t.used_at, t.revoked_at,
           (SELECT f.confirmed_at FROM second_factors f WHERE f.user_id = t.user_id), u.service,
           u.active AND NOT u.system AND (NOT t.needs_confirmation OR t.confirmed_at IS NOT NULL)
             AND (NOT u.service OR EXISTS (SELECT 1 FROM service_accounts a
             WHERE a.user_id = u.id AND a.confirmed_by IS NOT NULL AND a.ended_at IS NULL AND a.last_day >= p_today)),
           (SELECT (s.value #>> '{}')::integer FROM settings s WHERE s.key = 'token_requests_per_minute'
              AND s.valid_from <= p_now AND NOT s.cancelled ORDER BY s.valid_from DESC LIMIT 1)
      FROM access_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.digest = p_digest;
END
$$;
REVOKE EXECUTE ON FUNCTION access_token_find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_token_find TO mawa_app;
RESET ROLE;
