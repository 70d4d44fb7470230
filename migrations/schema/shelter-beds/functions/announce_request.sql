-- Opens what choosing a bed needs (reason request) of everybody in a new request to the shelter it is
-- addressed to, or to all, until it expires. 42501 unless the actor answers for all of them.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION announce_request(p_request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM request_people p WHERE p.request_id = p_request AND NOT mawa_holds_fully(p.case_id)) THEN
    RAISE EXCEPTION 'this actor may not announce this request' USING ERRCODE = '42501';
  END IF;

  INSERT INTO case_access (
    case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
  SELECT p.case_id, 'shelter', s.id, r.reason, r.parts, q.id, q.expires_at, mawa_actor()
    FROM bed_requests q
    JOIN request_people p ON p.request_id = q.id
    JOIN shelters s ON s.active AND (q.shelter_id IS NULL OR s.id = q.shelter_id)
    JOIN access_reasons r ON r.reason = 'request'
   WHERE q.id = p_request;
END
$$;
REVOKE EXECUTE ON FUNCTION announce_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION announce_request TO mawa_app;
RESET ROLE;
