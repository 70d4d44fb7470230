-- Trigger on return tracks, their documents, arrivals and risk decisions: closes tasks that the track no longer needs,
-- in the transaction of the step (the hourly job returns_housekeeping() opens them).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_ends_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_by text := 'its_act';
BEGIN
  IF TG_TABLE_NAME = 'return_documents' THEN
    PERFORM end_tasks_about('{return_document}', ARRAY[NEW.id], v_by);
  ELSIF TG_TABLE_NAME = 'return_risk_decisions' THEN
    PERFORM end_tasks_about('{return_risk}', ARRAY[NEW.risk_id], v_by);
  ELSIF TG_TABLE_NAME = 'return_arrivals' THEN
    PERFORM end_tasks_about('{return_confirmation}', ARRAY[NEW.track_id], v_by);
  ELSE
    IF NEW.live IS NULL THEN v_by := 'return_ended'; END IF;
    IF NEW.state <> 'arrived' THEN
      PERFORM end_tasks_about('{return_confirmation}', ARRAY[NEW.id], v_by);
    END IF;
    IF NEW.state NOT IN ('counselling', 'preparing') THEN
      PERFORM end_tasks_about(
        '{return_document}', ARRAY(SELECT d.id FROM return_documents d WHERE d.track_id = NEW.id), v_by);
      PERFORM end_tasks_about(
        '{return_risk}', ARRAY(SELECT r.id FROM return_risks r WHERE r.track_id = NEW.id), v_by);
    END IF;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION return_ends_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_ends_tasks TO mawa_owner;
RESET ROLE;
