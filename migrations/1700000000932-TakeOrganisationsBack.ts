import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations that a file brought in and that nobody has used since are removed; a used one stays, and is named. */
export class TakeOrganisationsBack1700000000932 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT DELETE ON organisations TO mawa_gate;
      CREATE FUNCTION take_organisations_back(p_run uuid) RETURNS TABLE (row_number integer, why text) LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v record;
      BEGIN
        IF NOT mawa_undoes_import(p_run) THEN
          RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
        END IF;
        FOR v IN SELECT r.row_number AS place, r.record_id AS id, r.print FROM import_rows r
                  WHERE r.run_id = p_run AND r.kind = 'organisation' ORDER BY r.row_number LOOP
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
          EXCEPTION WHEN foreign_key_violation THEN
            why := 'used';
            RETURN NEXT;
          END;
        END LOOP;
      END $$;
      REVOKE EXECUTE ON FUNCTION take_organisations_back(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION take_organisations_back(uuid) TO mawa_app;
      ALTER FUNCTION take_organisations_back(uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION take_organisations_back;
      REVOKE DELETE ON organisations FROM mawa_gate;
    `);
  }
}
