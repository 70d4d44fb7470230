-- Trigger on complaints and their tables: works out hands and tasks of that complaint anew
-- (complaint_tasks_follow).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_is_followed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_of uuid;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'complaints' THEN v_of := NEW.id;
    WHEN 'complaint_trail' THEN v_of := NEW.subject_ids[1];
    ELSE v_of := NEW.complaint_id;
  END CASE;
  PERFORM complaint_tasks_follow(v_of);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_is_followed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_is_followed TO mawa_owner;
RESET ROLE;
