import type { MigrationInterface, QueryRunner } from 'typeorm';
import { visible } from './support';

/** Who may see a task: see docs/access.md, "Tasks". */
const SEEN = `(SELECT mawa_is_system()) OR CASE
    WHEN case_id IS NOT NULL THEN ${visible('tasks.case_id', 'care')}
      OR (for_user = (SELECT mawa_actor()) AND ${visible('tasks.case_id', 'facts')})
    WHEN for_user IS NOT NULL THEN for_user = (SELECT mawa_actor())
    WHEN kind = 'overdue_stay' THEN for_role = ANY ((SELECT mawa_roles())::text[])
      AND EXISTS (SELECT 1 FROM bookings b WHERE b.id = tasks.subject_id
        AND b.shelter_id = ANY ((SELECT mawa_principals())::uuid[]))
    ELSE for_role = ANY ((SELECT mawa_roles())::text[]) END`;

const BEFORE = `CASE WHEN case_id IS NULL
    THEN (SELECT mawa_has_role('administrator', 'finance_officer', 'programme_officer', 'shelter_manager'))
      OR (SELECT mawa_is_system())
    ELSE ${visible('tasks.case_id', 'care')} END`;

const OPEN = (unlessDone: string) => `
  SET LOCAL ROLE mawa_gate;
  CREATE OR REPLACE FUNCTION open_task(p_kind text, p_case uuid, p_subject uuid, p_role text, p_user uuid, p_due timestamptz)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO tasks (kind, case_id, subject_id, for_role, for_user, due_at)
    SELECT p_kind, p_case, p_subject, p_role, p_user, p_due ${unlessDone} ON CONFLICT DO NOTHING $$;
  RESET ROLE;`;

/**
 * Tasks as a place of work: seen by those whom they concern, taken, put off with a reason, done; one's
 * own task for a person, its text sealed. What was done today is not asked for again today.
 */
export class WorkFromTasks1700000000740 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('task_days_ahead', '2020-01-01Z', '14', 'programme rule: how far ahead tasks are shown'),
        ('task_postpone_days', '2020-01-01Z', '60', 'programme rule: the longest a task is put off');

      -- The civil day of an instant in the programme's time.
      CREATE FUNCTION mawa_day(p_at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT ((p_at AT TIME ZONE 'UTC')
          + make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))::date $$;
      CREATE FUNCTION mawa_roles() RETURNS text[] LANGUAGE sql STABLE AS $$
        SELECT ARRAY(SELECT r.role FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
          WHERE r.user_id = mawa_actor() AND r.ended_at IS NULL
            AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second)) $$;

      ALTER TABLE tasks ADD COLUMN title bytea;
      ALTER TABLE tasks ADD COLUMN opened_by uuid REFERENCES users (id);
      ALTER TABLE tasks ADD COLUMN taken_by uuid REFERENCES users (id);
      ALTER TABLE tasks ADD CONSTRAINT tasks_title_is_about_a_person CHECK (title IS NULL OR case_id IS NOT NULL);
      ALTER TABLE tasks ADD CONSTRAINT tasks_done_by_somebody CHECK (done_at IS NOT NULL OR done_by IS NULL);
      CREATE INDEX tasks_open_by_due ON tasks (due_at, id) WHERE done_at IS NULL;
      CREATE INDEX tasks_by_case ON tasks (case_id) WHERE done_at IS NULL;
      CREATE INDEX tasks_done_by ON tasks (done_by, done_at) WHERE done_at IS NOT NULL;

      CREATE TABLE task_changes (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        task_id uuid NOT NULL REFERENCES tasks (id),
        change text NOT NULL CHECK (change IN ('taken', 'put_back', 'postponed', 'done', 'not_done')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
        due_before timestamptz,
        due_after timestamptz,
        CONSTRAINT task_changes_postponing_says_why CHECK (change <> 'postponed'
          OR reason IS NOT NULL AND due_before IS NOT NULL AND due_after > at)
      );
      CREATE INDEX task_changes_by_task ON task_changes (task_id, id);
      ALTER TABLE task_changes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE task_changes FORCE ROW LEVEL SECURITY;
      CREATE POLICY task_changes_with_the_task ON task_changes TO mawa_app
        USING (EXISTS (SELECT 1 FROM tasks t WHERE t.id = task_changes.task_id))
        WITH CHECK (EXISTS (SELECT 1 FROM tasks t WHERE t.id = task_changes.task_id));
      GRANT SELECT, INSERT ON task_changes TO mawa_app;

      DROP POLICY tasks_by_access ON tasks;
      CREATE POLICY tasks_seen ON tasks FOR SELECT TO mawa_app USING (${SEEN});
      CREATE POLICY tasks_changed ON tasks FOR UPDATE TO mawa_app USING (${SEEN}) WITH CHECK (${SEEN});
      CREATE POLICY tasks_added ON tasks FOR INSERT TO mawa_app WITH CHECK (${BEFORE});

      GRANT SELECT (kind, case_id, subject_id, for_role, for_user, done_at) ON tasks TO mawa_gate;
      CREATE POLICY tasks_known_to_the_gate ON tasks FOR SELECT TO mawa_gate USING (true);
      GRANT EXECUTE ON FUNCTION mawa_day(timestamptz) TO mawa_gate;
      ${OPEN(`WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = p_kind AND t.done_at IS NOT NULL
          AND t.case_id IS NOT DISTINCT FROM p_case AND t.subject_id IS NOT DISTINCT FROM p_subject
          AND t.for_user IS NOT DISTINCT FROM p_user AND t.for_role IS NOT DISTINCT FROM p_role
          AND mawa_day(t.done_at) = mawa_day(mawa_now()))`)}

      -- Colleagues who hold a person's file, care included, for whoever holds it as well.
      CREATE FUNCTION case_holders(p_case uuid) RETURNS TABLE (user_id uuid, name text) LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH held AS (
          SELECT a.principal_id FROM case_access a
           WHERE a.case_id = p_case AND a.parts @> ARRAY['care'] AND a.from_at <= mawa_now()
             AND (a.until_at IS NULL OR a.until_at > mawa_now()))
        SELECT u.id, u.name FROM users u
         WHERE u.active AND NOT u.system
           AND EXISTS (SELECT 1 FROM held h WHERE h.principal_id = ANY (mawa_principals()))
           AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.opens_cases
                 AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
           AND (u.id IN (SELECT principal_id FROM held)
             OR EXISTS (SELECT 1 FROM memberships m JOIN held h ON h.principal_id = m.principal_id
                 WHERE m.user_id = u.id AND m.from_at <= mawa_now()
                   AND (m.until_at IS NULL OR m.until_at > mawa_now())))
         ORDER BY u.name, u.id $$;
      REVOKE EXECUTE ON FUNCTION case_holders(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION case_holders(uuid) TO mawa_app;
      ALTER FUNCTION case_holders(uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION case_holders;
      ${OPEN('')}
      DROP POLICY tasks_known_to_the_gate ON tasks;
      REVOKE SELECT (kind, case_id, subject_id, for_role, for_user, done_at) ON tasks FROM mawa_gate;
      DROP POLICY tasks_seen ON tasks;
      DROP POLICY tasks_changed ON tasks;
      DROP POLICY tasks_added ON tasks;
      CREATE POLICY tasks_by_access ON tasks TO mawa_app USING (${BEFORE});
      DROP TABLE task_changes;
      DROP INDEX tasks_open_by_due, tasks_by_case, tasks_done_by;
      ALTER TABLE tasks DROP CONSTRAINT tasks_title_is_about_a_person, DROP CONSTRAINT tasks_done_by_somebody,
        DROP COLUMN title, DROP COLUMN opened_by, DROP COLUMN taken_by;
      DROP FUNCTION mawa_roles, mawa_day;
      DELETE FROM settings WHERE key IN ('task_days_ahead', 'task_postpone_days');
    `);
  }
}
