-- Nobody is asked any more whether an erased person is the same as another, and access to the other file that was
-- given for the comparison ends. Called by wipe_case before the pairs are deleted.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_duplicates_of_person(p_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_pairs uuid[] := ARRAY(SELECT id FROM duplicate_pairs WHERE p_case IN (case_id, other_id));
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind = 'duplicate' AND done_at IS NULL AND subject_id = ANY (v_pairs);
  UPDATE case_access SET until_at = mawa_now()
   WHERE reason = 'duplicate' AND until_at > mawa_now() AND source_id = ANY (v_pairs);
END
$$;
REVOKE EXECUTE ON FUNCTION end_duplicates_of_person FROM PUBLIC;
RESET ROLE;
