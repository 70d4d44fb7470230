-- The last year that has a partition of audit_log, and whether the default partition holds rows: for the health check, which
-- asks as a system user (42501 otherwise).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION audit_partitions_state() RETURNS TABLE (last_year integer, has_rows_beyond boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user asks for partitions' USING ERRCODE = '42501';
  END IF;
  last_year := last_audit_year();
  has_rows_beyond := EXISTS (SELECT FROM audit_log a
                              WHERE a.at >= make_timestamptz(coalesce(last_year + 1, 1), 1, 1, 0, 0, 0, 'UTC'));
  RETURN NEXT;
END
$$;
REVOKE EXECUTE ON FUNCTION audit_partitions_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_partitions_state TO mawa_app;
RESET ROLE;
