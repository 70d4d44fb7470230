-- The cases of one user among caseloads_to_hand_over(), for hand_over_caseload(); servers of 0.1.0 count by it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION cases_to_hand_over(p_from uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT c.case_id FROM caseloads_to_hand_over(ARRAY[p_from]) c;
END
$$;
REVOKE EXECUTE ON FUNCTION cases_to_hand_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_to_hand_over TO mawa_app;
RESET ROLE;
