-- How many people are on the register of a session on a day, for roles that may know: the reader sees only
-- those whose care they see.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_on_register(p_session uuid, p_day date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT count(*)::int
      FROM training_enrolments e
     WHERE e.session_id = p_session
       AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer',
              'case_supervisor'))
       AND EXISTS (
           SELECT 1
             FROM training_steps s
            WHERE s.enrolment_id = e.id AND s.to_state = 'started' AND s.on_day <= p_day)
       AND NOT EXISTS (
           SELECT 1
             FROM training_steps s
            WHERE s.enrolment_id = e.id AND s.to_state IN ('completed', 'dropped_out') AND s.on_day < p_day));
END
$$;
REVOKE EXECUTE ON FUNCTION training_on_register FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_on_register TO mawa_app;
RESET ROLE;
