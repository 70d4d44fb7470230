import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What holds a step to the file's stage reads that one file, at the gate: under the reader's own row
 * level security each step gathered everybody whom the reader follows, and a file of thousands of
 * people took thousands of times that. Who may write a step is asked as before, by the table's policy.
 */
export class StepInStep1700000000950 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (id, xmin) ON stage_changes TO mawa_gate;
      GRANT SELECT ON stage_transitions TO mawa_gate;
      ALTER FUNCTION stage_change_is_allowed() SECURITY DEFINER SET search_path = public, pg_temp;
      ALTER FUNCTION stage_is_the_last_change() SECURITY DEFINER SET search_path = public, pg_temp;
      REVOKE EXECUTE ON FUNCTION stage_change_is_allowed(), stage_is_the_last_change() FROM PUBLIC;
      ALTER FUNCTION stage_change_is_allowed() OWNER TO mawa_gate;
      ALTER FUNCTION stage_is_the_last_change() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER FUNCTION stage_change_is_allowed() OWNER TO CURRENT_USER;
      ALTER FUNCTION stage_is_the_last_change() OWNER TO CURRENT_USER;
      GRANT EXECUTE ON FUNCTION stage_change_is_allowed(), stage_is_the_last_change() TO PUBLIC;
      ALTER FUNCTION stage_change_is_allowed() SECURITY INVOKER RESET search_path;
      ALTER FUNCTION stage_is_the_last_change() SECURITY INVOKER RESET search_path;
      REVOKE SELECT ON stage_transitions FROM mawa_gate;
      REVOKE SELECT (id, xmin) ON stage_changes FROM mawa_gate;
    `);
  }
}
