/** Journeys home: who left, and whose arrival was confirmed; a journey that was turned back is none. */
import type { FactSource } from '../platform/shared/fact-source.types';

const reached = (state: 'travelling' | 'arrived'): FactSource => ({
  ofPeople: true,
  cuts: ['return_country'],
  rows: `
    SELECT s.track_id AS unit, coalesce(m.person_id, t.case_id) AS person, s.on_day AS day, t.country::text AS return_country
      FROM (SELECT DISTINCT ON (track_id) track_id, on_day, place FROM return_steps WHERE to_state = '${state}'
             ORDER BY track_id, place DESC) s
      JOIN return_tracks t ON t.id = s.track_id AND t.door = 'return'
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = t.case_id
     WHERE s.on_day >= $1::date AND s.on_day < $2::date
       AND NOT EXISTS (SELECT 1 FROM return_steps b WHERE b.track_id = s.track_id AND b.to_state = 'preparing' AND b.place > s.place)`,
});

export const DEPARTED = reached('travelling');
export const ARRIVED = reached('arrived');

/** Follow-ups of a return or a reintegration by the day on which each was tried. */
export const RETURN_FOLLOW_UPS = `
    SELECT u.id AS unit, coalesce(m.person_id, u.case_id) AS person, u.tried_on AS day, 'return' AS follow_up_of,
           u.outcome AS follow_up_answer
      FROM return_follow_ups u LEFT JOIN mawa_merged($2::date) m ON m.case_id = u.case_id
     WHERE u.tried_on >= $1::date AND u.tried_on < $2::date`;
