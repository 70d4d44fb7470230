import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People whom a file brought in by mistake and whom nobody has worked with since: as if they had never been
 * registered. Only what registering writes is removed here; whatever else refers to a person, in any table,
 * refuses by its foreign key, and the person stays. Anybody else is erased as docs/rights.md says.
 */
export class TakePeopleBack1700000000931 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE POLICY cases_taken_back_at_the_gate ON cases FOR DELETE TO mawa_gate USING (true);
      CREATE POLICY case_exploitation_taken_back_at_the_gate ON case_exploitation FOR DELETE TO mawa_gate USING (true);
      CREATE POLICY case_exploitation_seen_at_the_gate ON case_exploitation FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY stage_changes_taken_back_at_the_gate ON stage_changes FOR DELETE TO mawa_gate USING (true);
      GRANT DELETE ON cases, case_exploitation, stage_changes TO mawa_gate;
      GRANT SELECT (case_id) ON case_exploitation TO mawa_gate;
      GRANT SELECT (reason) ON stage_changes TO mawa_gate;

      CREATE FUNCTION remove_registered(p_cases uuid[]) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM keys.case_keys WHERE case_id = ANY (p_cases);
        DELETE FROM case_seals WHERE case_id = ANY (p_cases);
        DELETE FROM document_digests WHERE case_id = ANY (p_cases);
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind = 'duplicate' AND done_at IS NULL
           AND subject_id IN (SELECT id FROM duplicate_pairs WHERE case_id = ANY (p_cases) OR other_id = ANY (p_cases));
        DELETE FROM duplicate_pairs WHERE case_id = ANY (p_cases) OR other_id = ANY (p_cases);
        DELETE FROM duplicate_waiting WHERE case_id = ANY (p_cases);
        DELETE FROM case_exploitation WHERE case_id = ANY (p_cases);
        DELETE FROM stage_changes WHERE case_id = ANY (p_cases);
        DELETE FROM family_members WHERE case_id = ANY (p_cases);
        DELETE FROM case_access WHERE case_id = ANY (p_cases);
        DELETE FROM cases WHERE id = ANY (p_cases);
      END $$;

      -- Answers the rows of the file whose people must stay, and why; the caller then undoes nothing.
      CREATE FUNCTION take_people_back(p_run uuid) RETURNS TABLE (row_number integer, why text) LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v record; v_by uuid; v_all uuid[];
      BEGIN
        IF NOT mawa_undoes_import(p_run) THEN
          RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
        END IF;
        SELECT made_by INTO v_by FROM import_runs WHERE id = p_run;
        SELECT array_agg(r.record_id) INTO v_all FROM import_rows r WHERE r.run_id = p_run AND r.kind = 'case';
        -- Nobody works with them between the question and the answer: what refers to them waits.
        PERFORM 1 FROM cases WHERE id = ANY (v_all) ORDER BY id FOR UPDATE;
        RETURN QUERY SELECT r.row_number, 'changed' FROM import_rows r
           LEFT JOIN cases c ON c.id = r.record_id
          WHERE r.run_id = p_run AND r.kind = 'case' AND (c.version::text IS DISTINCT FROM r.print
             OR EXISTS (SELECT 1 FROM stage_changes s
               WHERE s.case_id = r.record_id AND s.reason NOT IN ('registered', 'earlier_records')));
        RETURN QUERY SELECT r.row_number, 'used' FROM import_rows r
           WHERE r.run_id = p_run AND r.kind = 'case' AND (
             EXISTS (SELECT 1 FROM case_access a
               WHERE a.case_id = r.record_id AND (a.reason <> 'registered' OR a.principal_id <> v_by))
             OR EXISTS (SELECT 1 FROM family_members m JOIN family_members o ON o.family_id = m.family_id
               WHERE m.case_id = r.record_id AND o.case_id <> ALL (v_all))
             OR EXISTS (SELECT 1 FROM duplicate_pairs p WHERE r.record_id IN (p.case_id, p.other_id)
               AND (p.state NOT IN ('proposed', 'withdrawn')
                 OR EXISTS (SELECT 1 FROM duplicate_told t WHERE t.pair_id = p.id AND t.answer IS NOT NULL))));
        BEGIN
          PERFORM remove_registered(v_all);
          RETURN;
        EXCEPTION WHEN foreign_key_violation THEN
          NULL; -- somebody has worked with one of them: each is tried alone, to say which
        END;
        FOR v IN SELECT r.row_number AS place, r.record_id AS id FROM import_rows r
                  WHERE r.run_id = p_run AND r.kind = 'case' ORDER BY r.row_number LOOP
          BEGIN
            PERFORM remove_registered(ARRAY[v.id]);
          EXCEPTION WHEN foreign_key_violation THEN
            row_number := v.place;
            why := 'used';
            RETURN NEXT;
          END;
        END LOOP;
      END $$;
      REVOKE EXECUTE ON FUNCTION remove_registered(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION remove_registered(uuid[]) TO mawa_gate;
      ALTER FUNCTION remove_registered(uuid[]) OWNER TO mawa_gate;
      REVOKE EXECUTE ON FUNCTION take_people_back(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION take_people_back(uuid) TO mawa_app;
      ALTER FUNCTION take_people_back(uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION take_people_back, remove_registered;
      REVOKE SELECT (reason) ON stage_changes FROM mawa_gate;
      REVOKE SELECT (case_id) ON case_exploitation FROM mawa_gate;
      REVOKE DELETE ON cases, case_exploitation, stage_changes FROM mawa_gate;
      DROP POLICY stage_changes_taken_back_at_the_gate ON stage_changes;
      DROP POLICY case_exploitation_seen_at_the_gate ON case_exploitation;
      DROP POLICY case_exploitation_taken_back_at_the_gate ON case_exploitation;
      DROP POLICY cases_taken_back_at_the_gate ON cases;
    `);
  }
}
