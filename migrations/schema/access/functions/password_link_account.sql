-- The account for which this link (by the digest of its secret) sets a password, while it is open. Asked
-- before anybody is signed in.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION password_link_account(p_digest bytea, OUT email text, OUT name text) RETURNS record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.email, u.name FROM password_links l JOIN users u ON u.id = l.user_id AND u.active AND NOT u.system
   WHERE l.token_digest = p_digest AND l.ended_at IS NULL AND l.expires_at > mawa_now()
$$;
REVOKE EXECUTE ON FUNCTION password_link_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION password_link_account TO mawa_app;
RESET ROLE;
