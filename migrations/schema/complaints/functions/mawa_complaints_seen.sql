-- Ids of the complaints that the actor may read as a focal point; empty for all others. Called by the policies of
-- complaints, their keys, documents and tasks.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_complaints_seen() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('focal_point') THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT r.complaint_id FROM complaint_readers(NULL) r WHERE r.user_id = mawa_actor());
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_complaints_seen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_complaints_seen TO mawa_app;
RESET ROLE;
