-- Ends a conflict of interest that still counts, for those who answer for its case (42501 otherwise). Returns
-- how many rows ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION lift_block(p_id uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid := (SELECT case_id FROM case_blocks WHERE id = p_id);
  v_count integer;
BEGIN
  PERFORM mawa_answers_for(v_case);
  UPDATE case_blocks SET ended_at = mawa_now(), ended_by = mawa_actor()
   WHERE id = p_id AND ended_at IS NULL AND (until_at IS NULL OR until_at > mawa_now());
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION lift_block FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lift_block TO mawa_app;
RESET ROLE;
