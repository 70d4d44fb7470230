-- Trigger of return_instalment_steps: payments and cancellations stay within their instalment and have
-- happened; an undo takes back a payment of that instalment in full. 23514: return_instalment_has_happened,
-- return_instalment_undoes_a_payment, return_payment_within_instalment.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_instalment_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_instalment return_instalments;
  v_done numeric;
  v_undone return_instalment_steps;
BEGIN
  IF NEW.step = 'released' THEN RETURN NEW; END IF;
  SELECT * INTO v_instalment
    FROM return_instalments
   WHERE id = NEW.instalment_id AND item_id = NEW.item_id
   FOR NO KEY UPDATE;
  IF v_instalment.id IS NULL OR NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened' USING ERRCODE = '23514', CONSTRAINT = 'return_instalment_has_happened';
  END IF;
  IF NEW.step = 'undone' THEN
    SELECT * INTO v_undone
      FROM return_instalment_steps
     WHERE id = NEW.undoes AND instalment_id = NEW.instalment_id AND step = 'paid';
    IF v_undone.amount IS DISTINCT FROM NEW.amount THEN
      RAISE EXCEPTION 'no such payment'
        USING ERRCODE = '23514', CONSTRAINT = 'return_instalment_undoes_a_payment';
    END IF;
    RETURN NEW;
  END IF;
  SELECT coalesce(sum(CASE s.step WHEN 'undone' THEN -s.amount ELSE s.amount END), 0) INTO v_done
    FROM return_instalment_steps s
   WHERE s.instalment_id = NEW.instalment_id;
  IF v_done + NEW.amount > v_instalment.amount THEN
    RAISE EXCEPTION 'more than the instalment'
      USING ERRCODE = '23514', CONSTRAINT = 'return_payment_within_instalment';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_instalment_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_instalment_moves TO mawa_owner;
RESET ROLE;
