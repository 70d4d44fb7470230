/** Services of before Mawa that were brought in, in the columns of SERVICES_GIVEN: a record is a service. */
export const PAST_SERVICES = `
    SELECT p.id AS unit, coalesce(m.person_id, p.case_id) AS person, lower(p.days) AS day,
           p.what AS service_type, t.category AS service_category
      FROM past_records p
      JOIN service_types t ON t.code = p.what
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = p.case_id
     WHERE p.kind = 'service' AND lower(p.days) >= $1::date AND lower(p.days) < $2::date`;
