-- Makes one partition of audit_log and attaches it; the owner of the log calls it through make_audit_partitions(). Whoever asks
-- for the partition itself is under row-level security without a policy, so that even its owner reads no row of it.
CREATE OR REPLACE FUNCTION attach_audit_partition(p_name text, p_bounds text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TABLE partitions.%I (LIKE audit_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', p_name);
  -- Whatever default privileges somebody gave.
  EXECUTE format('REVOKE ALL ON partitions.%I FROM PUBLIC, mawa_app, mawa_figures, mawa_blind, mawa_gate', p_name);
  EXECUTE format('ALTER TABLE partitions.%I ENABLE ROW LEVEL SECURITY', p_name);
  EXECUTE format('ALTER TABLE partitions.%I FORCE ROW LEVEL SECURITY', p_name);
  EXECUTE format('ALTER TABLE audit_log ATTACH PARTITION partitions.%I %s', p_name, p_bounds);
END
$$;
REVOKE EXECUTE ON FUNCTION attach_audit_partition FROM PUBLIC;
