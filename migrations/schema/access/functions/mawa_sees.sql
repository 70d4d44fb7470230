CREATE FUNCTION mawa_sees(p_case uuid, p_part text) RETURNS boolean
LANGUAGE sql STABLE AS $$
SELECT p_case <> ALL (mawa_hidden_cases()) AND EXISTS (SELECT 1 FROM case_access a
  WHERE a.case_id = p_case AND a.principal_id = ANY (mawa_principals()) AND a.parts @> ARRAY[p_part]
    AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
$$;
