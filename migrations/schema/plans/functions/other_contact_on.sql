-- The last day on which somebody was met or reached by what is no service: counselling and follow-up of a return,
-- orientation and attendance of a training, follow-up of a placement. Null where there is none. For caseload counts,
-- which ask it of cases that the asking function may count. Of the marks of a day the last one counts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION other_contact_on(p_case uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT greatest(
    (SELECT max(x.held_on) FROM return_counselling x WHERE x.case_id = p_case),
    (SELECT max(x.tried_on) FROM return_follow_ups x WHERE x.case_id = p_case AND x.outcome = 'reached'),
    (SELECT max(x.on_day) FROM training_orientations x WHERE x.case_id = p_case),
    (
      SELECT max(x.on_day)
        FROM (
          SELECT DISTINCT ON (m.enrolment_id, m.on_day) m.on_day, m.mark
            FROM training_attendance m
           WHERE m.case_id = p_case
           ORDER BY m.enrolment_id, m.on_day, m.place DESC) x
       WHERE x.mark = 'present'),
    (SELECT max(x.tried_on) FROM work_follow_ups x WHERE x.case_id = p_case AND x.outcome = 'reached'))
$$;
REVOKE EXECUTE ON FUNCTION other_contact_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION other_contact_on TO mawa_blind;
RESET ROLE;
