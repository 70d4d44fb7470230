-- Whether a finished correction of this assessment exists, also where the actor does not see it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION assessment_was_corrected(p_assessment uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM assessments WHERE corrects = p_assessment AND state = 'finished');
END
$$;
REVOKE EXECUTE ON FUNCTION assessment_was_corrected FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessment_was_corrected TO mawa_app;
RESET ROLE;
