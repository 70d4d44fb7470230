-- When a file with this digest was imported before, for the roles that import; NULL where it was not.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION import_brought(p_list text, p_digest bytea) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT max(imported_at)
      FROM import_runs
     WHERE list = p_list
       AND digest = p_digest
       AND state = 'imported'
       AND (SELECT mawa_has_role('administrator', 'shelter_manager', 'reintegration_officer',
              'case_supervisor', 'finance_officer', 'programme_officer', 'partner_viewer')));
END
$$;
REVOKE EXECUTE ON FUNCTION import_brought FROM PUBLIC;
GRANT EXECUTE ON FUNCTION import_brought TO mawa_app;
RESET ROLE;
