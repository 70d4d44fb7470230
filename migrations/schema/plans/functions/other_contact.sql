-- The last day on which somebody was met or reached by what is no service, in this file, and by what: counselling and
-- follow-up of a return, orientation and attendance of a training, follow-up of a placement. No row where there is none.
-- For last_contact(), which asks it of cases that the asking function may count. Of the marks of a day the last one
-- counts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION other_contact(p_file uuid) RETURNS TABLE(on_day date, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT o.on_day, o.kind
      FROM (
        SELECT max(x.held_on) AS on_day, 'counselling' AS kind
          FROM return_counselling x WHERE x.case_id = p_file
        UNION ALL
        SELECT max(x.tried_on), 'return_follow_up'
          FROM return_follow_ups x WHERE x.case_id = p_file AND x.outcome = 'reached'
        UNION ALL
        SELECT max(x.on_day), 'orientation' FROM training_orientations x WHERE x.case_id = p_file
        UNION ALL
        SELECT max(x.on_day), 'training'
          FROM (
            SELECT DISTINCT ON (m.enrolment_id, m.on_day) m.on_day, m.mark
              FROM training_attendance m
             WHERE m.case_id = p_file
             ORDER BY m.enrolment_id, m.on_day, m.place DESC) x
         WHERE x.mark = 'present'
        UNION ALL
        SELECT max(x.tried_on), 'work_follow_up'
          FROM work_follow_ups x WHERE x.case_id = p_file AND x.outcome = 'reached') o
     WHERE o.on_day IS NOT NULL
     ORDER BY o.on_day DESC, o.kind
     LIMIT 1;
END
$$;
REVOKE EXECUTE ON FUNCTION other_contact FROM PUBLIC;
GRANT EXECUTE ON FUNCTION other_contact TO mawa_blind;
RESET ROLE;
