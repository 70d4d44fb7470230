-- Whether the actor has access of any kind to this case (and it is not hidden from them), or is a system
-- user.
CREATE FUNCTION mawa_reaches(p_case uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_is_system() OR p_case <> ALL (mawa_hidden_cases()) AND EXISTS (SELECT 1 FROM case_access a
    WHERE a.case_id = p_case AND a.principal_id = ANY (mawa_principals())
      AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at >= mawa_now()))
$$;
