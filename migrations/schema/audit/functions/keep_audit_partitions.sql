-- Makes the partitions of audit_log that are missing, those of next year among them, and counts anew what the planner knows of
-- the log as a whole, which autovacuum does for partitions alone. Runs as the owner of the log, since nobody else may make its
-- partitions. A chore of a system user (42501 otherwise). Whoever reads the log meanwhile is waited for two seconds (55P03).
CREATE OR REPLACE FUNCTION keep_audit_partitions() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  made int;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user keeps partitions' USING ERRCODE = '42501';
  END IF;
  made := make_audit_partitions(mawa_now());
  ANALYZE audit_log;
  RETURN made;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_audit_partitions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_audit_partitions TO mawa_app;
