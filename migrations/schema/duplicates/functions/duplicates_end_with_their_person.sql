SET LOCAL ROLE mawa_gate;
CREATE FUNCTION duplicates_end_with_their_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor() WHERE kind = 'duplicate' AND done_at IS NULL
     AND subject_id IN (SELECT p.id FROM duplicate_pairs p WHERE OLD.id IN (p.case_id, p.other_id));
  UPDATE case_access SET until_at = mawa_now() WHERE reason = 'duplicate' AND until_at > mawa_now()
     AND source_id IN (SELECT p.id FROM duplicate_pairs p WHERE OLD.id IN (p.case_id, p.other_id));
  DELETE FROM duplicate_pairs WHERE OLD.id IN (case_id, other_id);
  DELETE FROM duplicate_waiting WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION duplicates_end_with_their_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION duplicates_end_with_their_person TO mawa_owner;
RESET ROLE;
