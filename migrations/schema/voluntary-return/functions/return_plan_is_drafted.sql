SET LOCAL ROLE mawa_gate;
CREATE FUNCTION return_plan_is_drafted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF return_plan_draft(NEW.track_id) IS DISTINCT FROM NEW.version_id THEN
    RAISE EXCEPTION 'this version is agreed' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_is_drafted';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_is_drafted FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_is_drafted TO mawa_owner;
RESET ROLE;
