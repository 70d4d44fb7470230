/** Who was served in which month, as `people-served.figures.ts` defines it: a closed night slept, or a service given. */
import type { FactSource } from '../../platform/shared/fact-source.types';

export const SERVED: FactSource = {
  ofPeople: true,
  cuts: ['served_by'],
  rows: `
    WITH merged AS MATERIALIZED (SELECT * FROM mawa_merged($2::date)),
    closed AS (
      SELECT min(night) AS day, range_agg(daterange(night, night + 1)) AS nights
        FROM closed_nights WHERE night >= $1::date AND night < $2::date GROUP BY to_char(night, 'YYYY-MM'))
    SELECT s.person AS unit, s.person, s.day, s.served_by FROM (
      SELECT DISTINCT coalesce(merged.person_id, bp.case_id) AS person, closed.day, 'bed' AS served_by
        FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id JOIN closed ON bp.nights && closed.nights
        LEFT JOIN merged ON merged.case_id = bp.case_id
       WHERE bp.nights && daterange($1::date, $2::date) AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
       UNION ALL
      SELECT DISTINCT coalesce(merged.person_id, v.case_id), date_trunc('month', v.given_on::timestamp)::date, 'service'
        FROM services v LEFT JOIN merged ON merged.case_id = v.case_id
       WHERE v.given_on >= $1::date AND v.given_on < $2::date AND v.cancelled_at IS NULL) s`,
};
