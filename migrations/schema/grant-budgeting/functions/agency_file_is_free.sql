-- Trigger of agency_files_withdrawn: no row of a withdrawn file is part of a match. 23514
-- agency_file_is_free.
CREATE OR REPLACE FUNCTION agency_file_is_free() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f agency_files;
BEGIN
  SELECT * INTO f FROM agency_files WHERE id = NEW.file_id;
  PERFORM lock_agency_reconciliation(f.grant_id, f.organisation_id);
  IF EXISTS (
      SELECT 1
        FROM agency_rows r JOIN matched_rows m ON m.row_id = r.id AND m.stands
       WHERE r.file_id = f.id) THEN
    PERFORM refuse('agency_file_is_free');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION agency_file_is_free FROM PUBLIC;
