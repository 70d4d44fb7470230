-- Trigger of return_plan_requests: the item is agreed and not ended, has no other open or granted request,
-- and the commitment is of origin `plan` with the item's very amount and currency. 23514:
-- return_plan_money_is_agreed, return_plan_asks_once, return_plan_money_as_planned.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_asks_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
          SELECT 1
            FROM return_plan_items i JOIN return_plan_agreements a ON a.version_id = i.version_id
           WHERE i.id = NEW.item_id)
      OR EXISTS (
          SELECT 1
            FROM return_plan_ends e JOIN return_plan_agreements a ON a.version_id = e.version_id
           WHERE e.item_id = NEW.item_id) THEN
    RAISE EXCEPTION 'nobody agreed to this'
      USING ERRCODE = '23514', CONSTRAINT = 'return_plan_money_is_agreed';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM return_plan_requests r JOIN commitment_totals t ON t.commitment_id = r.commitment_id
       WHERE r.item_id = NEW.item_id AND t.state NOT IN ('refused', 'withdrawn')) THEN
    RAISE EXCEPTION 'asked for already' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_asks_once';
  END IF;
  -- As it stands in the plan, and as a plan asks.
  IF NOT EXISTS (
      SELECT 1
        FROM commitments c
        JOIN return_plan_money m
            ON m.item_id = NEW.item_id AND m.amount = c.amount AND m.currency = c.currency
       WHERE c.id = NEW.commitment_id AND c.origin = 'plan') THEN
    RAISE EXCEPTION 'not what the plan says'
      USING ERRCODE = '23514', CONSTRAINT = 'return_plan_money_as_planned';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_asks_once FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_asks_once TO mawa_owner;
RESET ROLE;
