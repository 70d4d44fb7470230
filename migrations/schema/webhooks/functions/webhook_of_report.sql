-- Trigger on report_publications and public_releases: sends events about published reports and withdrawals to the
-- organisations concerned, and about public releases to all endpoints.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION webhook_of_report() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_data jsonb := jsonb_build_object('reportId', NEW.report_id);
BEGIN
  IF TG_TABLE_NAME = 'public_releases' THEN
    PERFORM webhook_event('report.released', v_data, ARRAY(SELECT o.id FROM organisations o));
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM webhook_event('report.published', v_data, ARRAY[NEW.organisation_id]);
  ELSIF OLD.live AND NOT NEW.live THEN
    PERFORM webhook_event('report.withdrawn', v_data, ARRAY[NEW.organisation_id]);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION webhook_of_report FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_of_report TO mawa_owner;
RESET ROLE;
