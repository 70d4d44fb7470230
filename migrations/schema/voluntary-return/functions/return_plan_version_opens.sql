-- Trigger of return_plan_versions: one draft at a time (23514 return_plan_one_draft); numbers the version.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_version_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF return_plan_draft(NEW.track_id) IS NOT NULL THEN
    RAISE EXCEPTION 'a version is being drafted'
      USING ERRCODE = '23514', CONSTRAINT = 'return_plan_one_draft';
  END IF;
  NEW.number := 1 + (SELECT count(*) FROM return_plan_versions v WHERE v.track_id = NEW.track_id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_version_opens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_version_opens TO mawa_owner;
RESET ROLE;
