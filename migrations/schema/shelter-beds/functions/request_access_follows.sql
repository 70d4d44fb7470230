-- Trigger on bed_requests: what shelters see of the people ends when the request closes, and lasts as long as
-- expires_at; renewing is for those who answer for all of them (42501). Shelters without access to an open
-- request get it again.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION request_access_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.expires_at > OLD.expires_at
     AND OLD.state <> 'placed'
     AND NOT mawa_is_system()
     AND EXISTS (
       SELECT 1 FROM request_people p WHERE p.request_id = NEW.id AND NOT mawa_holds_fully(p.case_id)) THEN
    RAISE EXCEPTION 'this actor may not renew this request' USING ERRCODE = '42501';
  END IF;
  UPDATE case_access SET until_at = CASE WHEN NEW.state = 'open' THEN NEW.expires_at ELSE mawa_now() END
   WHERE source_id = NEW.id AND reason = 'request' AND (until_at IS NULL OR until_at > mawa_now());
  IF NEW.state = 'open' THEN
    INSERT INTO case_access (
      case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
    SELECT p.case_id, 'shelter', s.id, r.reason, r.parts, q.id, q.expires_at, mawa_actor()
      FROM bed_requests q
      JOIN request_people p ON p.request_id = q.id
      JOIN shelters s ON s.active AND (q.shelter_id IS NULL OR s.id = q.shelter_id)
      JOIN access_reasons r ON r.reason = 'request'
     WHERE q.id = NEW.id
       AND NOT EXISTS (
         SELECT 1 FROM case_access a
          WHERE a.case_id = p.case_id
            AND a.principal_id = s.id
            AND a.source_id = q.id
            AND a.reason = 'request'
            AND (a.until_at IS NULL OR a.until_at > mawa_now()));
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION request_access_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION request_access_follows TO mawa_owner;
RESET ROLE;
