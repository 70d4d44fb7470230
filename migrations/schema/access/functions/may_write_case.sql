-- Whether the actor may write this part of this case: as may_read_case, but the reason of the access row must write
-- the part (`access_reasons.writes`); reading and writing are two rights. Never through a token that only reads.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION may_write_case(p_case uuid, p_part text, p_reach reach) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (
      SELECT FROM case_access a JOIN access_reasons r ON r.reason = a.reason
       WHERE a.case_id = p_case
         AND a.principal_id = ANY (p_reach.principals)
         AND r.writes @> ARRAY[p_part]
         AND a.from_at <= mawa_now()
         AND CASE WHEN a.until_at IS NULL THEN 'infinity' ELSE a.until_at END > mawa_now())
    AND p_case <> ALL (p_reach.hidden_cases)
    AND NOT mawa_token_reads_only();
END
$$;
REVOKE EXECUTE ON FUNCTION may_write_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_write_case TO mawa_app, mawa_blind, mawa_owner;
RESET ROLE;
