-- Trigger of proceedings: nobody prepares a hearing of a proceeding that is closed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION proceeding_ends_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_tasks_about(
    '{hearing,hearing_court_closed}',
    ARRAY(SELECT h.id FROM hearings h WHERE h.proceeding_id = NEW.id),
    'proceeding_closed');
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION proceeding_ends_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proceeding_ends_tasks TO mawa_owner;
RESET ROLE;
