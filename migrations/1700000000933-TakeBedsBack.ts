import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beds that a file brought in and in which nobody was booked, with the rooms and houses that came with them. */
export class TakeBedsBack1700000000933 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT DELETE ON beds, rooms, room_facts, shelters, shelter_facts, shelter_stay_limits TO mawa_gate;
      GRANT SELECT (shelter_id) ON shelter_stay_limits TO mawa_gate;
      CREATE POLICY shelter_facts_taken_back_at_the_gate ON shelter_facts FOR DELETE TO mawa_gate USING (true);

      CREATE FUNCTION take_beds_back(p_run uuid) RETURNS TABLE (row_number integer, why text) LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v record;
      BEGIN
        IF NOT mawa_undoes_import(p_run) THEN
          RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
        END IF;
        FOR v IN SELECT r.row_number AS place, r.record_id AS id, r.kind, r.print FROM import_rows r WHERE r.run_id = p_run
                  ORDER BY array_position(ARRAY['bed', 'room', 'shelter'], r.kind), r.row_number LOOP
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
          EXCEPTION WHEN foreign_key_violation THEN
            why := 'used';
            RETURN NEXT;
          END;
        END LOOP;
      END $$;
      REVOKE EXECUTE ON FUNCTION take_beds_back(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION take_beds_back(uuid) TO mawa_app;
      ALTER FUNCTION take_beds_back(uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION take_beds_back;
      DROP POLICY shelter_facts_taken_back_at_the_gate ON shelter_facts;
      REVOKE SELECT (shelter_id) ON shelter_stay_limits FROM mawa_gate;
      REVOKE DELETE ON beds, rooms, room_facts, shelters, shelter_facts, shelter_stay_limits FROM mawa_gate;
    `);
  }
}
