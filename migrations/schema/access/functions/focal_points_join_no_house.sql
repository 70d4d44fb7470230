-- Trigger on memberships: refuses one for a focal point for complaints. 23514 focal_points_join_no_house.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION focal_points_join_no_house() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM user_roles r
     WHERE r.user_id = NEW.user_id AND r.role = 'focal_point' AND r.ended_at IS NULL) THEN
    RAISE EXCEPTION 'a focal point belongs to no house'
      USING ERRCODE = '23514', CONSTRAINT = 'focal_points_join_no_house';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION focal_points_join_no_house FROM PUBLIC;
GRANT EXECUTE ON FUNCTION focal_points_join_no_house TO mawa_owner;
RESET ROLE;
