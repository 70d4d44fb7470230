-- Gives the actor access to a case that is about to be registered in the same transaction, reason registered:
-- without it the policies would let nobody insert the case. 42501 for a role that opens no cases and for a
-- case that exists.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_case(p_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_may_open_cases() THEN
    RAISE EXCEPTION 'this actor may not open a case' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (SELECT 1 FROM case_access WHERE case_id = p_case)
     OR EXISTS (SELECT 1 FROM cases WHERE id = p_case) THEN
    RAISE EXCEPTION 'this case is open already' USING ERRCODE = '42501';
  END IF;
  INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
  SELECT p_case, 'user', mawa_actor(), reason, parts, mawa_actor()
    FROM access_reasons
   WHERE reason = 'registered';
END
$$;
REVOKE EXECUTE ON FUNCTION open_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_case TO mawa_app;
RESET ROLE;
