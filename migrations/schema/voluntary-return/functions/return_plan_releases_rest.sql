-- Trigger: a payment undone after its track or item ended leaves money over, which is released as well.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_releases_rest() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM return_tracks x WHERE x.id = NEW.track_id AND x.live IS NULL)
      OR EXISTS (
          SELECT 1
            FROM return_plan_ends e JOIN return_plan_agreements a ON a.version_id = e.version_id
           WHERE e.item_id = NEW.item_id) THEN
    PERFORM return_plan_release_money(NEW.item_id);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_releases_rest FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_releases_rest TO mawa_owner;
RESET ROLE;
