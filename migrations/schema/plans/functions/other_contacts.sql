-- Of each of these files the last day on which somebody was met or reached by what is no service, and by what: counselling
-- and follow-up of a return, orientation and attendance of a training, follow-up of a placement. No row where there is
-- none. For last_contacts(), which asks it of cases that the asking function may count. Of the marks of a day the last
-- one counts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION other_contacts(p_files uuid[]) RETURNS TABLE(case_id uuid, on_day date, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT ON (o.case_id) o.case_id, o.on_day, o.kind
      FROM (
        SELECT x.case_id, x.held_on AS on_day, 'counselling' AS kind
          FROM return_counselling x WHERE x.case_id = ANY (p_files)
        UNION ALL
        SELECT x.case_id, x.tried_on, 'return_follow_up'
          FROM return_follow_ups x WHERE x.case_id = ANY (p_files) AND x.outcome = 'reached'
        UNION ALL
        SELECT x.case_id, x.on_day, 'orientation' FROM training_orientations x WHERE x.case_id = ANY (p_files)
        UNION ALL
        SELECT x.case_id, x.on_day, 'training'
          FROM (
            SELECT DISTINCT ON (m.enrolment_id, m.on_day) m.case_id, m.on_day, m.mark
              FROM training_attendance m
             WHERE m.case_id = ANY (p_files)
             ORDER BY m.enrolment_id, m.on_day, m.place DESC) x
         WHERE x.mark = 'present'
        UNION ALL
        SELECT x.case_id, x.tried_on, 'work_follow_up'
          FROM work_follow_ups x WHERE x.case_id = ANY (p_files) AND x.outcome = 'reached') o
     ORDER BY o.case_id, o.on_day DESC, o.kind;
END
$$;
REVOKE EXECUTE ON FUNCTION other_contacts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION other_contacts TO mawa_blind;
RESET ROLE;
