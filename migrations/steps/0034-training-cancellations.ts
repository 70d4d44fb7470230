import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The legal steps of an enrolment that its session ends by being called off. */
const BEFORE_THE_END = ['applied', 'waiting', 'offered', 'admitted', 'started'];

/** In the order in which pages offer the steps; `cancelled` is last of each state. */
const STEPS_IN_ORDER = `
  SELECT s.from_state, s.to_state,
         (row_number() OVER (ORDER BY s.first, s.to_state = 'cancelled', s.place) - 1)::smallint AS place
    FROM (SELECT t.*, min(t.place) OVER (PARTITION BY t.from_state) AS first FROM training_transitions t) s`;

/** A session of a course may be called off. Servers that do not know it go on: they write none. */
export class AddTrainingCancellations1764500000040 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE training_cancellations (
        session_id uuid PRIMARY KEY REFERENCES training_sessions (id),
        from_day date NOT NULL,
        reason text NOT NULL
          CHECK (reason IN ('provider', 'no_trainer', 'few_people', 'no_room', 'no_money', 'security', 'other')),
        remark text CHECK (length(remark) BETWEEN 1 AND 300),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
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
    await runner.query('DROP TABLE training_cancellations');
  }

  private async numberSteps(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE training_transitions t SET place = o.place FROM (${STEPS_IN_ORDER}) o
       WHERE o.from_state = t.from_state AND o.to_state = t.to_state`);
  }
}
