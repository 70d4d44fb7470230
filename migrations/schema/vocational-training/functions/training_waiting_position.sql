-- Which place in the waiting list an enrolment has, of a case that the actor reaches; 0 where it does not
-- wait.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_waiting_position(p_enrolment uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT count(*)::int
      FROM training_enrolments e
      JOIN training_enrolments o ON o.session_id = e.session_id AND o.state = 'waiting' AND o.place <= e.place
     WHERE e.id = p_enrolment AND e.state = 'waiting' AND mawa_reaches(e.case_id));
END
$$;
REVOKE EXECUTE ON FUNCTION training_waiting_position FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_waiting_position TO mawa_app;
RESET ROLE;
