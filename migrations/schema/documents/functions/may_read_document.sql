-- Whether the actor sees the row of this document: its pieces and its key follow it. Runs with the rights of whoever
-- asks, so that the policies of `documents` decide.
CREATE OR REPLACE FUNCTION may_read_document(p_document uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM documents d WHERE d.id = p_document);
END
$$;
