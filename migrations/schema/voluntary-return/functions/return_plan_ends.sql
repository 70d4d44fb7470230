-- Trigger: what is left of the money is released, of all items of a track that ends (return_steps), or of the
-- items that an agreed version ends (return_plan_agreements).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'return_steps' THEN
    PERFORM return_plan_release_money(i.id)
      FROM (SELECT id FROM return_plan_items WHERE track_id = NEW.track_id ORDER BY place) i;
  ELSE
    PERFORM return_plan_release_money(e.item_id)
      FROM (SELECT item_id
              FROM return_plan_ends
             WHERE version_id = (to_jsonb(NEW)->>'version_id')::uuid
             ORDER BY place) e;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_ends FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_ends TO mawa_owner;
RESET ROLE;
