-- Trigger of project_payments: taken back once, and the last tranche first. 23514: project_taken_back_once,
-- project_last_first.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_payment_goes_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM projects WHERE id = OLD.project_id FOR NO KEY UPDATE;
  IF OLD.taken_back_at IS NOT NULL THEN
    RAISE EXCEPTION 'taken back already' USING ERRCODE = '23514', CONSTRAINT = 'project_taken_back_once';
  END IF;
  -- The last one first: a tranche rests on those before it.
  IF EXISTS (
      SELECT 1
        FROM project_payments p
        JOIN project_tranches t ON t.id = p.tranche_id
        JOIN project_tranches o ON o.id = OLD.tranche_id
       WHERE t.decision_id = o.decision_id AND t.number > o.number AND p.taken_back_at IS NULL) THEN
    RAISE EXCEPTION 'the last one first' USING ERRCODE = '23514', CONSTRAINT = 'project_last_first';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_payment_goes_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_payment_goes_back TO mawa_owner;
RESET ROLE;
