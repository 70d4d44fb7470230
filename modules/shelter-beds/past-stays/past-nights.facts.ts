/** Nights of before Mawa that were brought in, in the columns of NIGHTS_SLEPT: a person and a night. */
export const PAST_NIGHTS = `
    SELECT p.shelter_id::text || p.case_id || d::date AS unit, coalesce(m.person_id, p.case_id) AS person, d::date AS day,
           p.shelter_id::text AS house, s.kind AS house_kind
      FROM past_stays p
      JOIN shelters s ON s.id = p.shelter_id
      CROSS JOIN LATERAL generate_series(greatest(lower(p.nights), $1::date)::timestamp,
        least(upper(p.nights), $2::date)::timestamp - interval '1 day', interval '1 day') d
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = p.case_id`;
