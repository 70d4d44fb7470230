-- Deferred trigger: a file of an agency has as many rows, with the same total, as it says. 23514
-- agency_file_adds_up.
CREATE OR REPLACE FUNCTION agency_file_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_id uuid := coalesce(to_jsonb(NEW)->>'file_id', to_jsonb(NEW)->>'id')::uuid;
  v_count integer;
  v_sum numeric;
BEGIN
  SELECT count(*), coalesce(sum(amount), 0) INTO v_count, v_sum FROM agency_rows WHERE file_id = v_id;
  IF (v_count, v_sum) IS DISTINCT FROM (
      SELECT (f.row_count, f.total) FROM agency_files f WHERE f.id = v_id) THEN
    PERFORM refuse('agency_file_adds_up');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION agency_file_adds_up FROM PUBLIC;
