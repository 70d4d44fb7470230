-- The version of a plan that nobody agreed to yet, or NULL. Asked by the triggers of the plan.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_draft(p_track uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT v.id
      FROM return_plan_versions v
     WHERE v.track_id = p_track
       AND NOT EXISTS (SELECT 1 FROM return_plan_agreements a WHERE a.version_id = v.id));
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_draft FROM PUBLIC;
RESET ROLE;
