-- Undoes an import of organisations; returns the rows that must stay and why, as take_beds_back. 42501 unless
-- mawa_undoes_import.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION take_organisations_back(p_run uuid) RETURNS TABLE(row_number integer, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v record;
BEGIN
  IF NOT mawa_undoes_import(p_run) THEN
    RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
  END IF;
  FOR v IN
      SELECT r.row_number AS place, r.record_id AS id, r.print
        FROM import_rows r
       WHERE r.run_id = p_run AND r.kind = 'organisation'
       ORDER BY r.row_number
  LOOP
    row_number := v.place;
    BEGIN
      IF EXISTS (SELECT 1 FROM memberships WHERE principal_id = v.id)
          OR EXISTS (SELECT 1 FROM case_access WHERE principal_id = v.id) THEN
        RAISE foreign_key_violation;
      END IF;
      DELETE FROM organisations o WHERE o.id = v.id AND md5(o::text) = v.print;
      IF NOT FOUND THEN
        why := 'changed';
        RETURN NEXT;
      END IF;
    EXCEPTION
      WHEN foreign_key_violation THEN
        why := 'used';
        RETURN NEXT;
    END;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION take_organisations_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_organisations_back TO mawa_app;
RESET ROLE;
