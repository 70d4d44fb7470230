-- Trigger of return_instalments: the instalments of an item stay within its amount, and the item has not
-- ended. 23514: return_instalment_within_item, return_plan_item_is_open.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_instalment_within_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.amount + (SELECT coalesce(sum(x.amount), 0)
                     FROM return_instalments x
                    WHERE x.item_id = NEW.item_id) <= (
      SELECT m.amount FROM return_plan_money m WHERE m.item_id = NEW.item_id) IS NOT TRUE THEN
    RAISE EXCEPTION 'more than the item holds'
      USING ERRCODE = '23514', CONSTRAINT = 'return_instalment_within_item';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM return_plan_ends e JOIN return_plan_agreements a ON a.version_id = e.version_id
       WHERE e.item_id = NEW.item_id) THEN
    RAISE EXCEPTION 'this item is over' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_item_is_open';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_instalment_within_item FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_instalment_within_item TO mawa_owner;
RESET ROLE;
