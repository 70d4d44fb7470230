-- Trigger on documents: a file is at most document_max_bytes (MD001), all files of one owner together at most
-- document_owner_max_bytes (MD002). Runs as mawa_blind, since the sum counts files that the actor may not
-- see.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION documents_fit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('documents ' || coalesce(NEW.case_id, NEW.owner_id), 2));
  IF NEW.size_bytes > mawa_setting('document_max_bytes')::bigint THEN
    RAISE EXCEPTION 'this file is too large' USING ERRCODE = 'MD001';
  END IF;
  SELECT coalesce(sum(size_bytes), 0) INTO kept FROM documents
   WHERE owner_kind = NEW.owner_kind AND coalesce(case_id, owner_id) = coalesce(NEW.case_id, NEW.owner_id)
     AND removed_at IS NULL;
  IF kept + NEW.size_bytes > mawa_setting('document_owner_max_bytes')::bigint THEN
    RAISE EXCEPTION 'this owner keeps enough files' USING ERRCODE = 'MD002';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION documents_fit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents_fit TO mawa_owner;
RESET ROLE;
