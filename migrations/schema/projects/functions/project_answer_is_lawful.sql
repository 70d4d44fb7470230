-- Trigger of project_answers: has happened, and by another than who handed in the receipt. 23514:
-- project_step_has_happened, project_receipt_by_another.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_answer_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  IF (SELECT r.by FROM project_receipts r WHERE r.id = NEW.receipt_id) = mawa_actor() THEN
    RAISE EXCEPTION 'somebody else looks'
      USING ERRCODE = '23514', CONSTRAINT = 'project_receipt_by_another';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_answer_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_answer_is_lawful TO mawa_owner;
RESET ROLE;
