-- A new document number is entered for the search for duplicates.
CREATE TRIGGER document_digests_insert_is_compared AFTER INSERT ON document_digests
  REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION document_digests_insert_is_compared();

-- Limits of size. Nothing new is added to a file that was joined to another.
CREATE TRIGGER documents_fit BEFORE INSERT ON documents
  FOR EACH ROW
  EXECUTE FUNCTION documents_fit();
CREATE TRIGGER documents_take_no_more BEFORE INSERT ON documents
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();
