import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHANGES = ['taken', 'put_back', 'postponed', 'done', 'not_done'];
const list = (changes: readonly string[]) => changes.map((change) => `'${change}'`).join(', ');

/**
 * A task says by what it ended and to whom it was delegated; an account, when it last looked at what arrived. Servers
 * that do not know them go on.
 */
export class AddEndsOfTasks1764500000024 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tasks ADD COLUMN ended_by text,
        ADD CONSTRAINT tasks_ended_by_is_a_word CHECK (ended_by IS NULL OR (ended_by ~ '^[a-z_]{3,40}$' AND done_at IS NOT NULL));
      CREATE INDEX tasks_ended_with_a_subject ON tasks (subject_id, ended_by) WHERE ended_by IS NOT NULL;
      CREATE INDEX tasks_ended_with_a_file ON tasks (case_id) WHERE ended_by = 'file_closed';
      GRANT SELECT (for_user, for_role, taken_by) ON tasks TO mawa_blind;
      ALTER TABLE task_changes ADD COLUMN to_user uuid REFERENCES users (id),
        DROP CONSTRAINT task_changes_change_check,
        ADD CONSTRAINT task_changes_change_check
          CHECK (change IN (${list([...CHANGES, 'ended', 'reopened', 'delegated'])})),
        ADD CONSTRAINT task_changes_delegating_says_to_whom
          CHECK ((change = 'delegated') = (to_user IS NOT NULL) AND to_user <> by),
        ADD CONSTRAINT task_changes_ending_says_by_what CHECK (change <> 'ended' OR reason IS NOT NULL);
      CREATE INDEX task_changes_delegated ON task_changes ("by", task_id) WHERE change = 'delegated';
      GRANT INSERT ON task_changes TO mawa_gate;
      CREATE INDEX tasks_by_opening ON tasks (opened_at) WHERE done_at IS NULL;
      CREATE INDEX task_changes_delegated_to ON task_changes (to_user, at) WHERE change = 'delegated';
      CREATE TABLE arrivals_seen (
        user_id uuid PRIMARY KEY DEFAULT mawa_actor() REFERENCES users (id),
        seen_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      GRANT SELECT, INSERT, UPDATE ON arrivals_seen TO mawa_app;
      UPDATE person_tables SET codes = '{kind,for_role,ended_by}' WHERE name = 'tasks';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE arrivals_seen;
      DROP INDEX tasks_by_opening;
      UPDATE person_tables SET codes = '{kind,for_role}' WHERE name = 'tasks';
      REVOKE INSERT ON task_changes FROM mawa_gate;
      DROP INDEX task_changes_delegated;
      DELETE FROM task_changes WHERE change IN ('ended', 'reopened', 'delegated');
      ALTER TABLE task_changes DROP COLUMN to_user,
        DROP CONSTRAINT task_changes_change_check,
        ADD CONSTRAINT task_changes_change_check CHECK (change IN (${list(CHANGES)})),
        DROP CONSTRAINT task_changes_ending_says_by_what;
      REVOKE SELECT (for_user, for_role, taken_by) ON tasks FROM mawa_blind;
      DROP INDEX tasks_ended_with_a_file, tasks_ended_with_a_subject;
      ALTER TABLE tasks DROP COLUMN ended_by;
    `);
  }
}
