-- Undoes an import of people: deletes those with whom nobody has worked; returns the rows that must stay and
-- why, as take_beds_back. 42501 unless mawa_undoes_import.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION take_people_back(p_run uuid) RETURNS TABLE(row_number integer, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v record;
  v_by uuid;
  v_all uuid[];
BEGIN
  IF NOT mawa_undoes_import(p_run) THEN
    RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
  END IF;
  SELECT made_by INTO v_by FROM import_runs WHERE id = p_run;
  SELECT array_agg(r.record_id) INTO v_all FROM import_rows r WHERE r.run_id = p_run AND r.kind = 'case';
  -- Nobody works with them between the question and the answer: what refers to them waits.
  PERFORM 1 FROM cases WHERE id = ANY (v_all) ORDER BY id FOR UPDATE;
  RETURN QUERY
    SELECT r.row_number, 'changed'
      FROM import_rows r LEFT JOIN cases c ON c.id = r.record_id
     WHERE r.run_id = p_run
       AND r.kind = 'case'
       AND (c.version::text IS DISTINCT FROM r.print
            OR EXISTS (
                SELECT 1
                  FROM stage_changes s
                 WHERE s.case_id = r.record_id AND s.reason NOT IN ('registered', 'earlier_records')));
  RETURN QUERY
    SELECT r.row_number, 'used'
      FROM import_rows r
     WHERE r.run_id = p_run
       AND r.kind = 'case'
       AND (EXISTS (
                SELECT 1
                  FROM case_access a
                 WHERE a.case_id = r.record_id AND (a.reason <> 'registered' OR a.principal_id <> v_by))
            OR EXISTS (
                SELECT 1
                  FROM family_members m JOIN family_members o ON o.family_id = m.family_id
                 WHERE m.case_id = r.record_id AND o.case_id <> ALL (v_all))
            OR EXISTS (
                SELECT 1
                  FROM duplicate_pairs p
                 WHERE r.record_id IN (p.case_id, p.other_id)
                   AND (p.state NOT IN ('proposed', 'withdrawn')
                        OR EXISTS (
                            SELECT 1
                              FROM duplicate_notices t
                             WHERE t.pair_id = p.id AND t.answer IS NOT NULL))));
  BEGIN
    PERFORM remove_registered(v_all);
    RETURN;
  EXCEPTION
    WHEN foreign_key_violation THEN
      NULL; -- somebody has worked with one of them: each is tried alone, to say which
  END;
  FOR v IN
      SELECT r.row_number AS place, r.record_id AS id
        FROM import_rows r
       WHERE r.run_id = p_run AND r.kind = 'case'
       ORDER BY r.row_number
  LOOP
    BEGIN
      PERFORM remove_registered(ARRAY[v.id]);
    EXCEPTION
      WHEN foreign_key_violation THEN
        row_number := v.place;
        why := 'used';
        RETURN NEXT;
    END;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION take_people_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_people_back TO mawa_app;
RESET ROLE;
