/** Who began to work, and who still works at a mark of the calendar: as work.rules.ts counts them. */
import type { FactSource } from '../../platform/shared/fact-source.types';

/** First work of each person, joined cases as one. */
const FIRSTS = `
    WITH firsts AS (
      SELECT DISTINCT ON (person) * FROM (
        SELECT coalesce(m.person_id, p.case_id) AS person, p.id AS placement, p.kind, s.on_day, p.place
          FROM work_placements p JOIN work_placement_steps s ON s.placement_id = p.id AND s.to_state = 'started'
          LEFT JOIN mawa_merged($2::date) m ON m.case_id = p.case_id) begun
       ORDER BY person, on_day, place)`;

/** People whose first work began in the period. */
export const PLACED: FactSource = {
  ofPeople: true,
  cuts: ['work_kind'],
  rows: `${FIRSTS}
    SELECT person AS unit, person, on_day AS day, kind AS work_kind FROM firsts WHERE on_day >= $1::date AND on_day < $2::date`,
};

/** Marks whose window closed in the period and before today, with the work status reported within it. */
const AT_SIX_MONTHS = `${FIRSTS}, asked AS (
      SELECT f.person, f.kind, d.closes_on,
             (SELECT u.in_work FROM work_follow_ups u WHERE u.placement_id = f.placement AND u.outcome = 'reached' AND u.months = d.months
                 AND u.tried_on BETWEEN d.opens_on AND d.closes_on ORDER BY u.place LIMIT 1) AS said
        FROM firsts f JOIN work_due d ON d.placement_id = f.placement AND d.months = 6
       WHERE d.closes_on >= $1::date AND d.closes_on < $2::date AND d.closes_on < mawa_day(mawa_now()))
    SELECT person AS unit, person, closes_on AS day, kind AS work_kind,
           CASE WHEN said IN ('same', 'other') THEN 'in_work' WHEN said = 'no' THEN 'not_in_work' END AS work_answer FROM asked`;

export const WORK_AT_SIX_MONTHS: FactSource = {
  ofPeople: true,
  cuts: ['work_kind', 'work_answer'],
  rows: AT_SIX_MONTHS,
};
export const STILL_AT_WORK: FactSource = {
  ofPeople: true,
  cuts: ['work_kind'],
  rows: `SELECT unit, person, day, work_kind FROM (${AT_SIX_MONTHS}) answers WHERE work_answer = 'in_work'`,
};

/** Follow-ups of a placement by the day on which each was tried. */
export const WORK_FOLLOW_UPS = `
    SELECT u.id AS unit, coalesce(m.person_id, u.case_id) AS person, u.tried_on AS day, 'work' AS follow_up_of,
           u.outcome AS follow_up_answer
      FROM work_follow_ups u LEFT JOIN mawa_merged($2::date) m ON m.case_id = u.case_id
     WHERE u.tried_on >= $1::date AND u.tried_on < $2::date`;
