-- Trigger of cost_allocations and cost_allocation_shares, at the end of the transaction: the shares, at most five, sum
-- to 1. 23514 cost_allocation_adds_up.
CREATE OR REPLACE FUNCTION cost_allocation_adds_up() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_id uuid := coalesce(to_jsonb(NEW) ->> 'allocation_id', to_jsonb(NEW) ->> 'id')::uuid;
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM cost_allocation_shares WHERE allocation_id = v_id
      HAVING sum(share) = 1 AND count(*) <= 5) THEN
    PERFORM refuse('cost_allocation_adds_up');
  END IF;
  RETURN NULL;
END
$$;
