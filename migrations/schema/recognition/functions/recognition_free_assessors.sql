-- Which of these users could be asked to assess: without a conflict, not blocked from the case, and able to
-- hold it. 42501 unless the actor holds the case fully.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_free_assessors(p_procedure uuid, p_users uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
  v_state text;
  v_appeal uuid;
BEGIN
  SELECT p.case_id, p.state INTO v_case, v_state FROM recognition_procedures p WHERE p.id = p_procedure;
  IF v_case IS NULL OR NOT mawa_holds_fully(v_case) THEN
    RAISE EXCEPTION 'asked by those who hold the case alone' USING ERRCODE = '42501';
  END IF;
  IF v_state = 'appealed' THEN
    SELECT s.id INTO v_appeal
      FROM recognition_steps s
     WHERE s.procedure_id = p_procedure AND s.to_state = 'appealed'
     ORDER BY s.place DESC LIMIT 1;
  END IF;
  RETURN QUERY
    SELECT u
      FROM unnest(p_users) u
     WHERE recognition_conflict(p_procedure, u, v_appeal) IS NULL
       AND NOT mawa_blocked(v_case, u)
       AND mawa_can_hold(u);
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_free_assessors FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_free_assessors TO mawa_app;
RESET ROLE;
