-- Who has access to this case or had it, why, from when until when, and which people are named in a
-- restriction: the tab "Access" of a case, for those who answer for it; 42501 otherwise.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION access_of_case(p_case uuid)
RETURNS TABLE(
  id uuid,
  kind text,
  principal_id uuid,
  name text,
  reason text,
  parts text[],
  source_id uuid,
  from_at timestamptz,
  until_at timestamptz,
  given_by text,
  named boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_answers_for(p_case);
  RETURN QUERY
    SELECT a.id, a.principal_kind, a.principal_id, coalesce(u.name, s.code_name, o.name), a.reason, a.parts,
      a.source_id, a.from_at, a.until_at, g.name, mawa_named(p_case, a.principal_id)
      FROM case_access a
      LEFT JOIN users u ON a.principal_kind = 'user' AND u.id = a.principal_id
      LEFT JOIN shelters s ON a.principal_kind = 'shelter' AND s.id = a.principal_id
      LEFT JOIN organisations o ON a.principal_kind = 'organisation' AND o.id = a.principal_id
      LEFT JOIN users g ON g.id = a.given_by
     WHERE a.case_id = p_case
     ORDER BY a.from_at, a.id;
END
$$;
REVOKE EXECUTE ON FUNCTION access_of_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_of_case TO mawa_app;
RESET ROLE;
