/** Facts of training, read as `mawa_figures`; the figures are computed in training.rules.ts. */
import { inOneStatement } from '../../platform/database/in-one-statement';
import { asFigures, type Tx } from '../../platform/database/transactions';
import {
  figuresOf,
  type PaidFact,
  type PriceFact,
  type StepFact,
  type TrainingFigures,
} from './training.rules';
import type { Period } from '../../platform/shared/periods.rules';

/** Called off from its first day on: its enrolments are not counted as begun. Needs the alias `s` of training_sessions. */
export const NEVER_HELD_SQL = `(SELECT 1 FROM training_cancellations x WHERE x.session_id = s.id AND x.from_day = s.starts_on)`;

/** The figures of a period, and how many enrolments that had begun ended in it because their session was called off. */
export interface TrainingOfPeriod {
  readonly figures: TrainingFigures;
  readonly cancelled: number;
}

export function trainingFigures(tx: Tx, period: Period): Promise<TrainingOfPeriod> {
  return asFigures(tx, async () => {
    const [facts] = await tx.query<{
      steps: StepFact[];
      sessions: PriceFact[];
      paid: PaidFact[];
      withdrawn: { id: string }[];
      cancelled: { count: number }[];
    }>(
      inOneStatement({
        steps: `SELECT coalesce(m.person_id, t.case_id) AS person, t.enrolment_id AS enrolment, e.session_id AS session,
              t.seat::int, t.to_state AS "to", t.on_day::text AS "on"
         FROM training_steps t JOIN training_enrolments e ON e.id = t.enrolment_id
         JOIN training_sessions s ON s.id = e.session_id
         LEFT JOIN mawa_merged($1::date) m ON m.case_id = t.case_id
        WHERE t.to_state IN ('started', 'completed', 'certified', 'dropped_out')
          AND NOT EXISTS ${NEVER_HELD_SQL}`,
        sessions: `SELECT s.id AS session, s.places::int, s.starts_on::text AS "startsOn",
              (c.cost_per_place * 100)::bigint::float8 AS cents, c.currency
         FROM training_sessions s JOIN training_courses c ON c.id = s.course_id
        WHERE NOT EXISTS ${NEVER_HELD_SQL}`,
        paid: `SELECT on_day::text AS "on", ((stipend + transport) * 100)::bigint::float8 AS cents, currency
         FROM training_allowances WHERE taken_back_at IS NULL`,
        withdrawn:
          'SELECT enrolment_id AS id FROM training_certificates WHERE enrolment_id IS NOT NULL AND withdrawn_on IS NOT NULL',
        cancelled: `SELECT count(*)::int AS count
         FROM training_steps t JOIN training_enrolments e ON e.id = t.enrolment_id
         JOIN training_sessions s ON s.id = e.session_id
        WHERE t.from_state = 'started' AND t.to_state = 'cancelled' AND t.on_day >= $2::date AND t.on_day < $1::date
          AND NOT EXISTS ${NEVER_HELD_SQL}`,
      }),
      [period.until, period.from],
    );
    const { withdrawn, cancelled, ...others } = facts!;
    return {
      figures: figuresOf({ ...others, withdrawn: withdrawn.map(({ id }) => id) }, period),
      cancelled: cancelled[0]!.count,
    };
  });
}
