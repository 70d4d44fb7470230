-- The numbers of the audit rows about one record, for auditors and the system. By the index of subject_ids, which the
-- policies of the log keep the application from.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION audit_rows_of(p_subject uuid, p_from timestamptz, p_until timestamptz) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (mawa_has_role('auditor') OR mawa_is_system()) THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(SELECT a.seq FROM audit_log a
                WHERE a.subject_ids @> ARRAY[p_subject]
                  AND a.at >= coalesce(p_from, '-infinity') AND a.at < coalesce(p_until, 'infinity'));
END
$$;
REVOKE EXECUTE ON FUNCTION audit_rows_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_rows_of TO mawa_app;
RESET ROLE;
