SET LOCAL ROLE mawa_gate;
CREATE FUNCTION wipe_case(p_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM keys.case_keys WHERE case_id = p_case;
  DELETE FROM case_seals WHERE case_id = p_case;
  DELETE FROM document_digests WHERE case_id = p_case;
  DELETE FROM stage_notes WHERE case_id = p_case;
  DELETE FROM case_former_values WHERE case_id = p_case;
  DELETE FROM family_members WHERE case_id = p_case;
  DELETE FROM keep_apart WHERE case_id = p_case OR from_case_id = p_case;
  DELETE FROM case_access WHERE case_id = p_case;
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor() WHERE case_id = p_case AND done_at IS NULL;
  UPDATE cases SET id = gen_random_uuid(), case_number = NULL, erased_at = mawa_now(), birth_year = NULL, languages = '{}',
    access_need = NULL, pregnant = NULL, medical = NULL, may_call = NULL WHERE id = p_case;
END
$$;
REVOKE EXECUTE ON FUNCTION wipe_case FROM PUBLIC;
RESET ROLE;
