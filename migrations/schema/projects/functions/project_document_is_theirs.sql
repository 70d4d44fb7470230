-- Trigger of project_receipts: the document shown belongs to the case of somebody in the project. 23514
-- project_document_of_theirs.
CREATE OR REPLACE FUNCTION project_document_is_theirs() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM documents d JOIN project_people pp ON pp.case_id = d.case_id
       WHERE d.id = NEW.document_id AND pp.project_id = NEW.project_id AND d.removed_at IS NULL) THEN
    RAISE EXCEPTION 'no paper of theirs' USING ERRCODE = '23514', CONSTRAINT = 'project_document_of_theirs';
  END IF;
  RETURN NEW;
END
$$;
