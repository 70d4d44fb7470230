/** Nights slept, as occupancy.figures.ts defines them: a person and a closed night; in which house, of which kind. */
import type { FactSource } from '../../platform/shared/fact-source.types';
import { sleptNightCondition } from './absences.queries';

const KIND_ON_THE_LAST_NIGHT =
  'LEFT JOIN shelter_facts f ON f.shelter_id = s.id AND f.during @> least($2::date - 1, mawa_tonight())';
/** Found by shelter and nights (bookings_by_shelter_and_nights), however many stays lie before and after. */
const STAYS = `
      FROM shelters s
      JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange($1::date, $2::date)
        AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
      JOIN booking_people bp ON bp.booking_id = k.id
      ${KIND_ON_THE_LAST_NIGHT}
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = bp.case_id`;

const totals = (day: string): string => `
    SELECT n.day, n.shelter_id::text AS house, coalesce(f.kind, s.kind) AS house_kind, n.quantity
      FROM (SELECT shelter_id, ${day} AS day, sum(slept) AS quantity
              FROM night_counts WHERE night >= $1::date AND night < $2::date
             GROUP BY 1, 2 HAVING sum(slept) > 0) n
      JOIN shelters s ON s.id = n.shelter_id
      ${KIND_ON_THE_LAST_NIGHT}`;

export const NIGHTS_SLEPT: FactSource = {
  ofPeople: true,
  cuts: ['house', 'house_kind'],
  rows: `
    SELECT DISTINCT k.shelter_id::text || bp.case_id || c.night AS unit, coalesce(m.person_id, bp.case_id) AS person, c.night AS day,
           k.shelter_id::text AS house, coalesce(f.kind, s.kind) AS house_kind
      ${STAYS}
      CROSS JOIN LATERAL generate_series(greatest(lower(k.nights), $1::date)::timestamp,
        least(k.ends_on, $2::date)::timestamp - interval '1 day', interval '1 day') d
      JOIN closed_nights c ON c.night = d::date
     WHERE c.night >= $1::date AND c.night < $2::date AND ${sleptNightCondition('bp.booking_id', 'c.night')}`,
  // A stay and a month: the closed nights up to its end less those up to its beginning, less nights away.
  spans: `
    WITH calendar AS MATERIALIZED (
      SELECT d::date AS day, count(c.night) OVER (ORDER BY d) - (c.night IS NOT NULL)::int AS closed
        FROM generate_series($1::date::timestamp, $2::date::timestamp, interval '1 day') d
        LEFT JOIN closed_nights c ON c.night = d::date
    ), months AS MATERIALIZED (
      SELECT greatest(o::date, $1::date) AS "from", least((o + interval '1 month')::date, $2::date) AS until
        FROM generate_series(date_trunc('month', $1::date::timestamp), $2::date::timestamp - interval '1 day', interval '1 month') o
    ), away AS MATERIALIZED (
      SELECT a.booking_id, o."from" AS month, count(*) AS nights
        FROM nights_away a JOIN closed_nights c ON c.night = a.night JOIN months o ON a.night >= o."from" AND a.night < o.until
       WHERE a.night >= $1::date AND a.night < $2::date
       GROUP BY 1, 2
    )
    SELECT k.id AS unit, coalesce(m.person_id, bp.case_id) AS person, o."from" AS day,
           k.shelter_id::text AS house, coalesce(f.kind, s.kind) AS house_kind, e.closed - b.closed - coalesce(away.nights, 0) AS quantity
      ${STAYS}
      JOIN months o ON o."from" < k.ends_on AND o.until > lower(k.nights)
      JOIN calendar b ON b.day = greatest(lower(k.nights), o."from")
      JOIN calendar e ON e.day = least(k.ends_on, o.until)
      LEFT JOIN away ON away.booking_id = k.id AND away.month = o."from"
     WHERE e.closed - b.closed > coalesce(away.nights, 0)`,
  totals: {
    all: totals('NULL::date'),
    byMonth: totals(`date_trunc('month', night::timestamp)::date`),
  },
};
