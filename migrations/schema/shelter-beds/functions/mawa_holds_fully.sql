SET LOCAL ROLE mawa_gate;
CREATE FUNCTION mawa_holds_fully(p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p_case
  AND a.principal_id = ANY (mawa_principals()) AND a.reason IN ('registered', 'assigned')
  AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
  AND p_case <> ALL (mawa_hidden_cases())
$$;
REVOKE EXECUTE ON FUNCTION mawa_holds_fully FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_holds_fully TO mawa_app, mawa_blind;
RESET ROLE;
