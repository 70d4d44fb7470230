-- Ends an intake with this outcome: deletes its text and its key and closes its tasks. For end_intake() and
-- prune_intakes() only.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION close_intake(p_intake uuid, p_outcome text, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE intakes
     SET sealed = NULL, ended_at = mawa_now(), ended_by = mawa_actor(), outcome = p_outcome, reason = p_reason
   WHERE id = p_intake AND ended_at IS NULL;
  DELETE FROM keys.record_keys WHERE kind = 'intake' AND record_id = p_intake;
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = p_intake AND done_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION close_intake FROM PUBLIC;
RESET ROLE;
