-- Names of those who see one of these two files only because they were joined: shown after a join, and before
-- it in a trial that is rolled back. For those who answer for both (42501 otherwise).
-- A row each: two of one name are two.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_by_joining(p_one uuid, p_other uuid) RETURNS TABLE(name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_answers_for(p_one);
  PERFORM mawa_answers_for(p_other);
  RETURN QUERY
    SELECT reader.name FROM (SELECT DISTINCT m.principal_id,
           coalesce(localized_name(u.name, u.names), t.name, localized_name(s.code_name, s.names), localized_name(o.name, o.names)) AS name
      FROM case_access m
      LEFT JOIN users u ON m.principal_kind = 'user' AND u.id = m.principal_id
      LEFT JOIN teams t ON m.principal_kind = 'team' AND t.id = m.principal_id
      LEFT JOIN shelters s ON m.principal_kind = 'shelter' AND s.id = m.principal_id
      LEFT JOIN organisations o ON m.principal_kind = 'organisation' AND o.id = m.principal_id
     WHERE m.case_id IN (p_one, p_other)
       AND m.mirror_of IS NOT NULL
       AND (m.until_at IS NULL OR m.until_at > mawa_now())
       AND NOT EXISTS (
         SELECT 1 FROM case_access own
          WHERE own.case_id = m.case_id
            AND own.principal_id = m.principal_id
            AND own.mirror_of IS NULL
            AND (own.until_at IS NULL OR own.until_at > mawa_now()))) AS reader
     ORDER BY reader.name, reader.principal_id;
END
$$;
REVOKE EXECUTE ON FUNCTION access_by_joining FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_by_joining TO mawa_app;
RESET ROLE;
