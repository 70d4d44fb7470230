-- The case that represents the person of this case: the one it was joined to, or itself. Runs with the caller's rights.
CREATE OR REPLACE FUNCTION mawa_person(p_case uuid) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(c.merged_into, c.id) FROM cases c WHERE c.id = p_case);
END
$$;
GRANT EXECUTE ON FUNCTION mawa_person TO mawa_gate;
