/** Who was served in which month, as `people-served.figures.ts` defines it: a closed night slept, or a service given. */
import { PAST_SERVICES } from '../../past-records';
import type { FactSource } from '../../platform/shared/fact-source.types';
import { PAST_NIGHTS } from '../../shelter-beds';

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
        FROM shelters s JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange($1::date, $2::date)
        JOIN booking_people bp ON bp.booking_id = k.id JOIN closed ON k.nights && closed.nights
        LEFT JOIN merged ON merged.case_id = bp.case_id
       WHERE k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
       UNION ALL
      SELECT DISTINCT coalesce(merged.person_id, v.case_id), date_trunc('month', v.given_on::timestamp)::date, 'service'
        FROM services v LEFT JOIN merged ON merged.case_id = v.case_id
       WHERE v.given_on >= $1::date AND v.given_on < $2::date AND v.cancelled_at IS NULL) s`,
};

/** Who slept a night or was given a service that was brought in from before Mawa, in the columns of SERVED. */
export const PAST_SERVED = `
    SELECT n.person AS unit, n.person, n.day, 'bed' AS served_by FROM (${PAST_NIGHTS}) n
     UNION ALL
    SELECT v.person, v.person, v.day, 'service' FROM (${PAST_SERVICES}) v`;
