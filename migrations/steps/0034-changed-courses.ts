import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The legal steps of an enrolment that its session ends by being called off. */
const BEFORE_THE_END = ['applied', 'waiting', 'offered', 'admitted', 'started'];

/** In the order in which pages offer the steps; `cancelled` is last of each state. */
const STEPS_IN_ORDER = `
  SELECT s.from_state, s.to_state,
         (row_number() OVER (ORDER BY s.first, s.to_state = 'cancelled', s.place) - 1)::smallint AS place
    FROM (SELECT t.*, min(t.place) OVER (PARTITION BY t.from_state) AS first FROM training_transitions t) s`;

/**
 * A course may be changed and withdrawn from the catalogue, and a session of it may be called off. Servers that do not
 * know it go on: they write none of it.
 */
export class AddCourseChanges1764500000040 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE training_courses
        ADD COLUMN revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
        ADD COLUMN withdrawn_at timestamptz,
        ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT UPDATE (provider_id, title, level, level_version, field, field_version, builds_on, language,
        cost_per_place, currency, access, child_care, strenuous, stipend, transport, pays_excused, line_id,
        agreement, agreed_from, agreed_until, trade, trade_version, revision, withdrawn_at)
        ON training_courses TO mawa_app;
      GRANT UPDATE (revision) ON training_courses TO mawa_gate;
      CREATE TABLE training_course_changes (
        course_id uuid REFERENCES training_courses (id),
        revision integer,
        former jsonb NOT NULL CHECK (jsonb_typeof(former) = 'object'),
        changed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        changed_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (course_id, revision)
      );
      GRANT SELECT ON training_course_changes TO mawa_app, mawa_gate;
      GRANT INSERT (course_id, revision, former) ON training_course_changes TO mawa_gate;
    `);
    await runner.query(`
      CREATE TABLE training_cancellations (
        session_id uuid PRIMARY KEY REFERENCES training_sessions (id),
        from_day date NOT NULL,
        reason text NOT NULL
          CHECK (reason IN ('provider', 'no_trainer', 'few_people', 'no_room', 'no_money', 'security', 'other')),
        remark text CHECK (length(remark) BETWEEN 1 AND 300),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT training_cancellations_name_nobody
          CHECK (remark !~* '(^|[^[:alnum:]])M-[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]($|[^[:alnum:]])')
      );
      ALTER TABLE training_cancellations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      GRANT SELECT ON training_cancellations TO mawa_app, mawa_figures, mawa_gate;
      GRANT INSERT (session_id, from_day, reason, remark) ON training_cancellations TO mawa_app;
    `);
    await runner.query(
      `INSERT INTO training_transitions (from_state, to_state, place)
       SELECT s.name, 'cancelled', (SELECT max(t.place) FROM training_transitions t WHERE t.from_state = s.name)
         FROM unnest($1::text[]) s (name)`,
      [BEFORE_THE_END],
    );
    await this.numberSteps(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM training_transitions WHERE to_state = 'cancelled'`);
    await this.numberSteps(runner);
    await runner.query(`
      DROP TABLE training_cancellations, training_course_changes;
      REVOKE UPDATE (provider_id, title, level, level_version, field, field_version, builds_on, language,
        cost_per_place, currency, access, child_care, strenuous, stipend, transport, pays_excused, line_id,
        agreement, agreed_from, agreed_until, trade, trade_version) ON training_courses FROM mawa_app;
      ALTER TABLE training_courses DROP COLUMN revision, DROP COLUMN withdrawn_at,
        NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
    `);
  }

  private async numberSteps(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE training_transitions t SET place = o.place FROM (${STEPS_IN_ORDER}) o
       WHERE o.from_state = t.from_state AND o.to_state = t.to_state`);
  }
}
