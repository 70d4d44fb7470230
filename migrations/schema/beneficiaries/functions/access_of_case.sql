-- Who has access to this case or had it, why, from when until when, and which people are named in a restriction; the
-- deputies of those who answer for it with the reason `deputy`. The tab "Access" of a case, for those who answer for
-- it; 42501 otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_of_case(p_case uuid)
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
    SELECT a.id, a.principal_kind, a.principal_id, coalesce(localized_name(u.name, u.names), t.name, localized_name(s.code_name, s.names), localized_name(o.name, o.names)), a.reason, a.parts,
      a.source_id, a.from_at, a.until_at, localized_name(g.name, g.names), mawa_named(p_case, a.principal_id)
      FROM case_access a
      LEFT JOIN users u ON a.principal_kind = 'user' AND u.id = a.principal_id
      LEFT JOIN teams t ON a.principal_kind = 'team' AND t.id = a.principal_id
      LEFT JOIN shelters s ON a.principal_kind = 'shelter' AND s.id = a.principal_id
      LEFT JOIN organisations o ON a.principal_kind = 'organisation' AND o.id = a.principal_id
      LEFT JOIN users g ON g.id = a.given_by
     WHERE a.case_id = p_case
    UNION ALL
    SELECT DISTINCT d.id, 'user', d.deputy_id, localized_name(u.name, u.names), 'deputy', a.parts, d.user_id,
      greatest(a.from_at, d.from_at), least(a.until_at, d.until_at, d.ended_at), localized_name(g.name, g.names),
      mawa_named(p_case, d.deputy_id)
      FROM case_access a
      JOIN deputies d
        ON d.user_id = a.principal_id
       AND (d.given_by = d.user_id OR d.confirmed_by IS NOT NULL)
       AND d.from_at < coalesce(a.until_at, 'infinity')
       AND least(d.until_at, d.ended_at) > a.from_at
      JOIN users u ON u.id = d.deputy_id
      JOIN users g ON g.id = d.user_id
     WHERE a.case_id = p_case
       AND a.principal_kind = 'user'
     ORDER BY 8, 1;
END
$$;
REVOKE EXECUTE ON FUNCTION access_of_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_of_case TO mawa_app;
RESET ROLE;
