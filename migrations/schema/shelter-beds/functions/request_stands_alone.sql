-- Whether nobody of this request is in another open request.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION request_stands_alone(p_request uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (
    SELECT 1 FROM request_people p
      JOIN request_people o ON coalesce(o.person_id, o.case_id) = coalesce(p.person_id, p.case_id)
     WHERE p.request_id = p_request AND o.request_id <> p_request AND o.state = 'open');
END
$$;
REVOKE EXECUTE ON FUNCTION request_stands_alone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION request_stands_alone TO mawa_app;
RESET ROLE;
