/** Services given, each once, by the day on which they were given; cancelled ones do not count. */
import type { FactSource } from '../platform/shared/fact-source.types';

export const SERVICES_GIVEN: FactSource = {
  ofPeople: true,
  cuts: ['service_type', 'service_category'],
  rows: `
    SELECT s.id AS unit, coalesce(m.person_id, s.case_id) AS person, s.given_on AS day,
           s.type_code AS service_type, t.category AS service_category
      FROM services s JOIN service_types t ON t.code = s.type_code LEFT JOIN mawa_merged($2::date) m ON m.case_id = s.case_id
     WHERE s.given_on >= $1::date AND s.given_on < $2::date AND s.cancelled_at IS NULL`,
  spans: `
    SELECT coalesce(m.person_id, s.case_id) AS person, s.given_on AS day, 1 AS quantity,
           s.type_code AS service_type, t.category AS service_category
      FROM services s LEFT JOIN service_types t ON t.code = s.type_code LEFT JOIN mawa_merged($2::date) m ON m.case_id = s.case_id
     WHERE s.given_on >= $1::date AND s.given_on < $2::date AND s.cancelled_at IS NULL`,
};
