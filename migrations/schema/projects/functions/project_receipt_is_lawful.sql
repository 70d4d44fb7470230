-- Trigger of project_receipts: has happened, after the tranche was paid. 23514: project_step_has_happened,
-- project_receipt_after_payment.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_receipt_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF NOT EXISTS (
      SELECT 1
        FROM project_payments p
       WHERE p.tranche_id = NEW.tranche_id AND p.taken_back_at IS NULL AND p.on_day <= NEW.on_day) THEN
    RAISE EXCEPTION 'nothing was paid'
      USING ERRCODE = '23514', CONSTRAINT = 'project_receipt_after_payment';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_receipt_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_receipt_is_lawful TO mawa_owner;
RESET ROLE;
