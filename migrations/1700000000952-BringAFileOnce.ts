import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever holds a file may know that it was brought in before, and when: never by whom, nor what is in it. */
export class BringAFileOnce1700000000952 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION import_brought(p_list text, p_digest bytea) RETURNS timestamptz LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT max(imported_at) FROM import_runs WHERE list = p_list AND digest = p_digest AND state = 'imported' $$;
      REVOKE EXECUTE ON FUNCTION import_brought(text, bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION import_brought(text, bytea) TO mawa_app;
      ALTER FUNCTION import_brought(text, bytea) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION import_brought');
  }
}
