/** Nights slept, as occupancy.figures.ts defines them: a person and a closed night; in which house, of which kind. */
import type { FactSource } from '../../platform/shared/fact-source.types';
import { sleptNightCondition } from './absences.queries';

export const NIGHTS_SLEPT: FactSource = {
  ofPeople: true,
  cuts: ['house', 'house_kind'],
  rows: `
    SELECT DISTINCT k.shelter_id::text || bp.case_id || c.night AS unit, coalesce(m.person_id, bp.case_id) AS person, c.night AS day,
           k.shelter_id::text AS house, coalesce(f.kind, s.kind) AS house_kind
      FROM booking_people bp
      JOIN bookings k ON k.id = bp.booking_id
      JOIN closed_nights c ON c.night >= lower(bp.nights) AND (upper(bp.nights) IS NULL OR c.night < upper(bp.nights))
      JOIN shelters s ON s.id = k.shelter_id
      LEFT JOIN shelter_facts f ON f.shelter_id = k.shelter_id AND f.during @> least($2::date - 1, mawa_tonight())
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = bp.case_id
     WHERE c.night >= $1::date AND c.night < $2::date AND bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
       AND bp.nights && daterange($1::date, $2::date) AND ${sleptNightCondition('bp.booking_id', 'c.night')}`,
};
