-- Trigger of return_plan_items and return_plan_ends: they belong to the draft, since an agreed version never
-- changes. 23514 return_plan_is_drafted.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_is_drafted() RETURNS trigger
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
