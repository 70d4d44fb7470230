-- Trigger of agency_rows: the line is of that agency, and the row is written in the transaction that wrote
-- the file. 23514: agency_row_on_its_own_line, agency_file_adds_up.
CREATE OR REPLACE FUNCTION agency_rows_come_with_their_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.line_id IS NOT NULL
      AND NOT EXISTS (
          SELECT 1
            FROM budget_lines l
           WHERE l.id = NEW.line_id AND l.organisation_id = NEW.organisation_id) THEN
    PERFORM refuse('agency_row_on_its_own_line');
  END IF;
  -- What was slipped in later would be of another transaction than its file.
  IF (SELECT f.xmin::text FROM agency_files f WHERE f.id = NEW.file_id)
    <> pg_current_xact_id()::xid::text THEN
    PERFORM refuse('agency_file_adds_up');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION agency_rows_come_with_their_file FROM PUBLIC;
