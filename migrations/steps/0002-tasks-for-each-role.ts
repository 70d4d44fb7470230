import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One subject may have a task for each of two roles. */
export class AddTasksOnceForARole1764500000002 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE UNIQUE INDEX tasks_once_for_a_role ON tasks (kind, case_id, subject_id, for_user, for_role) NULLS NOT DISTINCT
         WHERE done_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX tasks_once_for_a_role');
  }
}

/** Servers of 0.1.0 expect that a second task of a kind is refused whatever its role. */
export class DropTasksOnce1764500000003 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'contract';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX tasks_once');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE UNIQUE INDEX tasks_once ON tasks (kind, case_id, subject_id, for_user) NULLS NOT DISTINCT
         WHERE done_at IS NULL`,
    );
  }
}
