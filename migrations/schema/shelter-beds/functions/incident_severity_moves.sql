-- Trigger: the severity of an open incident follows the row. A row that does not begin at the present severity is refused
-- (40001), as one for a closed incident is.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION incident_severity_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE incidents i SET severity = NEW.to_severity
   WHERE i.id = NEW.incident_id AND i.severity = NEW.from_severity AND i.closed_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the incident is closed, or has another severity by now' USING ERRCODE = '40001';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION incident_severity_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION incident_severity_moves TO mawa_owner;
RESET ROLE;
