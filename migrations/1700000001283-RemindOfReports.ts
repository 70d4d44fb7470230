import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME = `m.kind = NEW.kind AND m.grant_id = NEW.grant_id AND m.period_from = NEW.period_from
           AND m.period_until = NEW.period_until AND m.subject_id IS NOT DISTINCT FROM NEW.subject_id`;

/**
 * Programme officers are reminded of a report some days before it is due, once: the row is what makes it once. The
 * task that came of it is done when the report is frozen.
 */
export class RemindOfReports1700000001283 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('report_reminder_days', '2020-01-01Z', '14', 'programme rule: how many days before it is due a report becomes a task');

      CREATE TABLE report_reminders (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL,
        grant_id uuid NOT NULL REFERENCES grants (id),
        period_from date NOT NULL,
        period_until date NOT NULL,
        subject_id uuid REFERENCES organisations (id),
        due_on date NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK (period_until > period_from),
        CONSTRAINT report_reminders_once UNIQUE NULLS NOT DISTINCT (kind, grant_id, period_from, period_until, subject_id)
      );
      ALTER TABLE report_reminders ENABLE ROW LEVEL SECURITY;
      ALTER TABLE report_reminders FORCE ROW LEVEL SECURITY;
      CREATE POLICY report_reminders_read ON report_reminders FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
      CREATE POLICY report_reminders_made ON report_reminders FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_is_system()));
      CREATE POLICY report_reminders_at_the_gate ON report_reminders FOR SELECT TO mawa_gate USING (true);
      GRANT SELECT ON report_reminders TO mawa_app, mawa_gate;
      GRANT INSERT (kind, grant_id, period_from, period_until, subject_id, due_on) ON report_reminders TO mawa_app;

      CREATE FUNCTION report_is_no_task_any_more() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks t SET done_at = mawa_now(), done_by = mawa_actor()
          FROM report_reminders m
         WHERE t.kind = 'report_due' AND t.done_at IS NULL AND t.subject_id = m.id AND ${SAME};
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION report_is_no_task_any_more() FROM PUBLIC;
      CREATE TRIGGER reports_are_no_task_any_more AFTER UPDATE OF state ON reports
        FOR EACH ROW WHEN (NEW.state = 'frozen') EXECUTE FUNCTION report_is_no_task_any_more();
      ALTER FUNCTION report_is_no_task_any_more() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER reports_are_no_task_any_more ON reports;
      DROP FUNCTION report_is_no_task_any_more;
      DROP TABLE report_reminders;
      DELETE FROM settings WHERE key = 'report_reminder_days';
    `);
  }
}
