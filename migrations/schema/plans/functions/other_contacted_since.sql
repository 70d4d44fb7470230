-- The files in which somebody was met or reached on this day or later by what is no service: for which other_contacts()
-- answers this day or a later one. For contacted_since(). Of the marks of a day the last one counts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION other_contacted_since(p_day date) RETURNS TABLE(case_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT x.case_id FROM return_counselling x WHERE x.held_on >= p_day
    UNION ALL
    SELECT x.case_id FROM return_follow_ups x WHERE x.tried_on >= p_day AND x.outcome = 'reached'
    UNION ALL
    SELECT x.case_id FROM training_orientations x WHERE x.on_day >= p_day
    UNION ALL
    SELECT x.case_id
      FROM (
        SELECT DISTINCT ON (m.enrolment_id, m.on_day) m.case_id, m.mark
          FROM training_attendance m
         WHERE m.on_day >= p_day
         ORDER BY m.enrolment_id, m.on_day, m.place DESC) x
     WHERE x.mark = 'present'
    UNION ALL
    SELECT x.case_id FROM work_follow_ups x WHERE x.tried_on >= p_day AND x.outcome = 'reached';
END
$$;
REVOKE EXECUTE ON FUNCTION other_contacted_since FROM PUBLIC;
GRANT EXECUTE ON FUNCTION other_contacted_since TO mawa_blind;
RESET ROLE;
