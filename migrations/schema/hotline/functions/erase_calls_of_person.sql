-- What was said on the telephone became the story of the file that a call opened: it is erased with the file, as is
-- how to ring back. Calls that were linked to the file later stay. Called by wipe_case before the links are deleted.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION erase_calls_of_person(p_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_calls uuid[]; v_backs uuid[];
BEGIN
  SELECT coalesce(array_agg(DISTINCT call_id), '{}') INTO v_calls FROM call_links
   WHERE case_id = p_case AND call_id IS NOT NULL AND how = 'opened';
  SELECT coalesce(array_agg(id), '{}') INTO v_backs FROM call_backs WHERE call_id = ANY (v_calls);
  UPDATE calls SET sealed = NULL, caller = NULL WHERE id = ANY (v_calls);
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind = 'call_back' AND subject_id = ANY (v_backs) AND done_at IS NULL;
  DELETE FROM keys.record_keys WHERE kind = 'call' AND record_id = ANY (v_calls) OR kind = 'call_back'
    AND record_id = ANY (v_backs);
  DELETE FROM call_backs WHERE id = ANY (v_backs);
END
$$;
REVOKE EXECUTE ON FUNCTION erase_calls_of_person FROM PUBLIC;
RESET ROLE;
