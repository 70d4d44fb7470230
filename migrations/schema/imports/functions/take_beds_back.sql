-- Undoes an import of beds, with the rooms and shelters that it made; returns the rows that must stay and
-- why: `changed` or `used` (something refers to it). The caller rolls back where any is returned. 42501
-- unless mawa_undoes_import.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION take_beds_back(p_run uuid) RETURNS TABLE(row_number integer, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v record;
BEGIN
  IF NOT mawa_undoes_import(p_run) THEN
    RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
  END IF;
  FOR v IN
      SELECT r.row_number AS place, r.record_id AS id, r.kind, r.print
        FROM import_rows r
       WHERE r.run_id = p_run
       ORDER BY array_position(ARRAY['bed', 'room', 'shelter'], r.kind), r.row_number
  LOOP
    row_number := v.place;
    BEGIN
      IF v.kind = 'bed' THEN
        DELETE FROM beds b WHERE b.id = v.id AND md5(b::text) = v.print;
      ELSIF v.kind = 'room' THEN
        IF (SELECT count(*) FROM room_facts WHERE room_id = v.id) = 1 THEN
          DELETE FROM room_facts WHERE room_id = v.id;
        END IF;
        DELETE FROM rooms r WHERE r.id = v.id AND md5(r::text) = v.print;
      ELSE
        IF EXISTS (SELECT 1 FROM memberships WHERE principal_id = v.id)
            OR EXISTS (SELECT 1 FROM case_access WHERE principal_id = v.id) THEN
          RAISE foreign_key_violation;
        END IF;
        IF (SELECT count(*) FROM shelter_facts WHERE shelter_id = v.id) = 1
            AND (SELECT count(*) FROM shelter_stay_limits WHERE shelter_id = v.id) <= 1 THEN
          DELETE FROM shelter_facts WHERE shelter_id = v.id;
          DELETE FROM shelter_stay_limits WHERE shelter_id = v.id;
        END IF;
        DELETE FROM shelters s WHERE s.id = v.id AND md5(s::text) = v.print;
      END IF;
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
REVOKE EXECUTE ON FUNCTION take_beds_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_beds_back TO mawa_app;
RESET ROLE;
