/** Enrolments by the day of a step, as training.rules.ts counts them; a certificate that was withdrawn is left out. */
import type { FactSource } from '../../platform/shared/fact-source.types';
import { NEVER_HELD_SQL } from './training.figures';

const reached = (state: 'started' | 'completed' | 'certified' | 'dropped_out'): FactSource => ({
  ofPeople: true,
  cuts: ['training_region'],
  rows: `
    SELECT t.enrolment_id AS unit, coalesce(m.person_id, t.case_id) AS person, t.on_day AS day, s.region AS training_region
      FROM training_steps t JOIN training_enrolments e ON e.id = t.enrolment_id
      JOIN training_sessions s ON s.id = e.session_id
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = t.case_id
     WHERE t.to_state = '${state}' AND NOT EXISTS ${NEVER_HELD_SQL} AND t.on_day >= $1::date AND t.on_day < $2::date
       AND ('${state}' <> 'certified' OR NOT EXISTS (SELECT 1 FROM training_certificates x
         WHERE x.enrolment_id = t.enrolment_id AND x.withdrawn_on IS NOT NULL))`,
});

export const ENROLLED = reached('started');
export const COMPLETED = reached('completed');
export const CERTIFIED = reached('certified');
export const DROPPED_OUT = reached('dropped_out');
