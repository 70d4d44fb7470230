-- The passkeys of the actor's own account, the oldest first.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION own_passkeys() RETURNS TABLE(
  id uuid,
  credential_id bytea,
  public_key bytea,
  counter bigint,
  transports text[],
  name text,
  made_at timestamptz,
  used_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT k.id, k.credential_id, k.public_key, k.counter, k.transports, k.name, k.made_at, k.used_at
      FROM passkeys k WHERE k.user_id = mawa_actor() ORDER BY k.made_at, k.id;
END
$$;
REVOKE EXECUTE ON FUNCTION own_passkeys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_passkeys TO mawa_app;
RESET ROLE;
