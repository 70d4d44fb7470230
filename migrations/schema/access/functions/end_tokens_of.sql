-- Trigger: the tokens of the account end, which the column named by the argument holds.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_tokens_of() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
  -- One that is being made at the same moment is made first, and ends here, or is not made (access-tokens.service.ts).
  PERFORM pg_advisory_xact_lock(hashtextextended('tokens/' || (v_row ->> TG_ARGV[0]), 0));
  UPDATE access_tokens t SET revoked_at = mawa_now()
   WHERE t.user_id = (v_row ->> TG_ARGV[0])::uuid AND t.revoked_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION end_tokens_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_tokens_of TO mawa_owner;
RESET ROLE;
