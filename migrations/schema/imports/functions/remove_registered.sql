-- Deletes people who were just registered, with all that registering writes. Whatever else refers to them
-- refuses by its foreign key (23503).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION remove_registered(p_cases uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM keys.case_keys WHERE case_id = ANY (p_cases);
  DELETE FROM earlier_numbers WHERE case_id = ANY (p_cases);
  DELETE FROM case_seals WHERE case_id = ANY (p_cases);
  DELETE FROM document_digests WHERE case_id = ANY (p_cases);
  UPDATE tasks
     SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind = 'duplicate'
     AND done_at IS NULL
     AND subject_id IN (
         SELECT id FROM duplicate_pairs WHERE case_id = ANY (p_cases) OR other_id = ANY (p_cases));
  DELETE FROM duplicate_pairs WHERE case_id = ANY (p_cases) OR other_id = ANY (p_cases);
  DELETE FROM duplicate_waiting WHERE case_id = ANY (p_cases);
  DELETE FROM case_exploitation WHERE case_id = ANY (p_cases);
  DELETE FROM stage_changes WHERE case_id = ANY (p_cases);
  DELETE FROM family_members WHERE case_id = ANY (p_cases);
  DELETE FROM case_access WHERE case_id = ANY (p_cases);
  DELETE FROM cases WHERE id = ANY (p_cases);
END
$$;
REVOKE EXECUTE ON FUNCTION remove_registered FROM PUBLIC;
RESET ROLE;
