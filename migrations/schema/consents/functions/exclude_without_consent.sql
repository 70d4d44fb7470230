-- Of these cases, those whose people agreed to this purpose and recipient and still do (consenting_cases). For
-- files with a row per person.
CREATE OR REPLACE FUNCTION exclude_without_consent(p_cases uuid[], p_purpose text, p_recipient uuid)
RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT a FROM consenting_cases(p_purpose, p_recipient) a WHERE a = ANY (p_cases)
$$;
GRANT EXECUTE ON FUNCTION exclude_without_consent TO mawa_app, mawa_figures;
