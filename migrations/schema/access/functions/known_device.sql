-- The device among these token digests that counts as known for this account: used within known_device_days
-- and not older than a password set with a link. Asked while signing in, before there is an actor.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION known_device(p_digests bytea[], p_email text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT d.token_digest FROM known_devices d JOIN users u ON u.id = d.user_id
     WHERE d.token_digest = ANY (p_digests) AND u.email = p_email AND d.ended_at IS NULL
       AND d.used_at > mawa_now() - make_interval(days => mawa_setting('known_device_days')::int)
       AND NOT EXISTS (SELECT 1 FROM password_changes c
                        WHERE c.user_id = d.user_id AND c.link_id IS NOT NULL AND c.at >= d.made_at)
     LIMIT 1);
END
$$;
REVOKE EXECUTE ON FUNCTION known_device FROM PUBLIC;
GRANT EXECUTE ON FUNCTION known_device TO mawa_app;
RESET ROLE;
