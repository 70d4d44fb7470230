SET LOCAL ROLE mawa_gate;
CREATE FUNCTION joins_end_with_their_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM case_merge_before WHERE case_id = OLD.id;
  UPDATE case_merges SET families = '{}' WHERE OLD.id IN (case_id, into_id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION joins_end_with_their_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION joins_end_with_their_person TO mawa_owner;
RESET ROLE;
