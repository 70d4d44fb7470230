-- Trigger of return_document_steps: a step begins at the present state of the document and has happened; it
-- sets the document's state and validity. 23514: return_document_follows, return_document_has_happened.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_document_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state
    FROM return_documents
   WHERE id = NEW.document_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v_state IS DISTINCT FROM NEW.from_state OR v_state = NEW.to_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'return_document_follows';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'return_document_has_happened';
  END IF;
  UPDATE return_documents
     SET state = NEW.to_state, valid_until = NEW.valid_until
   WHERE id = NEW.document_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_document_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_document_moves TO mawa_owner;
RESET ROLE;
