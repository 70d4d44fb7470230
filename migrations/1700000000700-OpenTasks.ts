import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tasks of any kind, for a role or for one person, opened by one function. Whoever causes a task need
 * not see the case it is about; a task that is open already is not opened twice.
 */
export class OpenTasks1700000000700 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE tasks DROP CONSTRAINT tasks_kind_check;
      ALTER TABLE tasks ADD CONSTRAINT tasks_kind_is_a_word CHECK (kind ~ '^[a-z_]{3,40}$');
      ALTER TABLE tasks ALTER COLUMN for_role DROP NOT NULL;
      ALTER TABLE tasks ADD COLUMN for_user uuid REFERENCES users (id);
      ALTER TABLE tasks ADD CONSTRAINT tasks_are_for_somebody CHECK (for_role IS NOT NULL OR for_user IS NOT NULL);
      DROP INDEX tasks_once;
      CREATE UNIQUE INDEX tasks_once ON tasks (kind, case_id, subject_id, for_user) NULLS NOT DISTINCT
        WHERE done_at IS NULL;

      GRANT INSERT ON tasks TO mawa_gate;
      CREATE POLICY tasks_from_the_gate ON tasks FOR INSERT TO mawa_gate WITH CHECK (true);
      CREATE FUNCTION open_task(p_kind text, p_case uuid, p_subject uuid, p_role text, p_user uuid, p_due timestamptz)
        RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO tasks (kind, case_id, subject_id, for_role, for_user, due_at)
        VALUES (p_kind, p_case, p_subject, p_role, p_user, p_due) ON CONFLICT DO NOTHING $$;
      REVOKE EXECUTE ON FUNCTION open_task(text, uuid, uuid, text, uuid, timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION open_task(text, uuid, uuid, text, uuid, timestamptz) TO mawa_app;
      ALTER FUNCTION open_task(text, uuid, uuid, text, uuid, timestamptz) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION open_task;
      DROP POLICY tasks_from_the_gate ON tasks;
      REVOKE INSERT ON tasks FROM mawa_gate;
      DROP INDEX tasks_once;
      CREATE UNIQUE INDEX tasks_once ON tasks (kind, case_id, subject_id) NULLS NOT DISTINCT WHERE done_at IS NULL;
      ALTER TABLE tasks DROP CONSTRAINT tasks_are_for_somebody;
      ALTER TABLE tasks DROP COLUMN for_user;
      ALTER TABLE tasks ALTER COLUMN for_role SET NOT NULL;
      ALTER TABLE tasks DROP CONSTRAINT tasks_kind_is_a_word;
      ALTER TABLE tasks ADD CONSTRAINT tasks_kind_check
        CHECK (kind IN ('consent', 'overdue_stay', 'finance', 'confirm_role'));
    `);
  }
}
