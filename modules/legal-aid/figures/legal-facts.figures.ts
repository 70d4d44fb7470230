/** Proceedings and affairs, as legal.figures.ts counts them; whose they are is not beside them. */
import type { FactSource } from '../../platform/shared/fact-source.types';

export const PROCEEDINGS_OPENED: FactSource = {
  ofPeople: false,
  cuts: ['proceeding_kind', 'court_kind', 'court_region'],
  rows: `
    SELECT p.id AS unit, p.opened_on AS day, p.kind AS proceeding_kind, c.kind AS court_kind, c.region AS court_region
      FROM proceedings p LEFT JOIN courts c ON c.id = p.court_id
     WHERE p.opened_on >= $1::date AND p.opened_on < $2::date`,
};

/** Several people of one file are one affair; it counts on its first day before a prosecutor, a judge or a court. */
export const AFFAIRS: FactSource = {
  ofPeople: false,
  cuts: ['court_region'],
  rows: `
    SELECT unit, day, court_region FROM (
      SELECT coalesce(encode(p.file_digest, 'hex'), p.id::text) AS unit, min(s.on_day) AS day, min(c.region) AS court_region
        FROM proceedings p JOIN legal_steps s ON s.proceeding_id = p.id LEFT JOIN courts c ON c.id = p.court_id
       WHERE p.track = 'criminal' AND s.to_state IN ('prosecution', 'instruction', 'trial') GROUP BY 1) affairs
     WHERE day >= $1::date AND day < $2::date`,
};
