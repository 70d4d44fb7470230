-- Deferred trigger of return_instalment_steps and commitment_steps: at the end of the transaction the plan
-- and the commitment of an item agree on what was paid and cancelled, and no step is taken of a commitment of
-- origin `plan` that no item asked for. 23514 return_plan_money_agrees.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_money_agrees() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_commitment uuid;
  v_item uuid;
  t commitment_totals;
  v_paid numeric;
  v_cancelled numeric;
BEGIN
  IF TG_TABLE_NAME = 'commitment_steps' THEN
    v_commitment := (to_jsonb(NEW)->>'commitment_id')::uuid;
    IF NOT EXISTS (SELECT 1 FROM commitments c WHERE c.id = v_commitment AND c.origin = 'plan') THEN
      RETURN NULL;
    END IF;
    SELECT r.item_id INTO v_item FROM return_plan_requests r WHERE r.commitment_id = v_commitment;
  ELSE
    v_item := (to_jsonb(NEW)->>'item_id')::uuid;
    SELECT r.commitment_id INTO v_commitment
      FROM return_plan_requests r
     WHERE r.item_id = v_item
     ORDER BY r.place DESC LIMIT 1;
  END IF;
  SELECT * INTO t FROM commitment_totals WHERE commitment_id = v_commitment;
  IF t.state IS DISTINCT FROM 'committed' AND TG_TABLE_NAME = 'commitment_steps' AND v_item IS NOT NULL THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(CASE s.step WHEN 'paid' THEN s.amount WHEN 'undone' THEN -s.amount END), 0),
         coalesce(sum(s.amount) FILTER (WHERE s.step IN ('cancelled', 'released')), 0)
    INTO v_paid, v_cancelled
    FROM return_instalment_steps s
   WHERE s.item_id = v_item;
  IF v_item IS NULL
      OR (t.received, t.invoiced, t.paid, t.cancelled) IS DISTINCT FROM (v_paid, v_paid, v_paid,
        v_cancelled) THEN
    RAISE EXCEPTION 'the plan and its commitment differ'
      USING ERRCODE = '23514', CONSTRAINT = 'return_plan_money_agrees';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_money_agrees FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_money_agrees TO mawa_owner;
RESET ROLE;
