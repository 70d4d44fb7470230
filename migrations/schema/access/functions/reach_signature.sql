-- 64 hexadecimal digits that only mawa_gate can make, for this text, actor, token, instant and transaction alone: what a
-- transaction kept is worth nothing in another. An inner and an outer digest, as HMAC does, so that nobody can
-- continue a text whose signature they know.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION reach_signature(p_text text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_key bytea := (SELECT k.key FROM reach_key k);
BEGIN
  RETURN encode(sha256(v_key || sha256(v_key || convert_to(concat_ws('|', pg_backend_pid(), transaction_timestamp(),
    current_setting('mawa.actor', true), current_setting('mawa.now', true), current_setting('mawa.token', true),
    current_setting('mawa.token_roles', true), current_setting('mawa.token_places', true), p_text), 'UTF8'))), 'hex');
END
$$;
REVOKE EXECUTE ON FUNCTION reach_signature FROM PUBLIC;
RESET ROLE;
