-- Makes the partitions of audit_log that are missing: the default one, that of the year of p_at and that of the year after it,
-- in UTC. The first one holds all that is older. Each is filled before it is attached, so that rows of other years are added
-- meanwhile. A year of which the default partition holds rows stays there, and so do those after it (docs/operation.md).
-- Called by the owner: when the schema is made, and by keep_audit_partitions(). Returns how many it made.
CREATE OR REPLACE FUNCTION make_audit_partitions(p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  this_year constant int := extract(year FROM p_at);
  last_year int;
  made int := 0;
  bounds text;
BEGIN
  IF to_regclass('partitions.audit_log_default') IS NULL THEN
    PERFORM attach_audit_partition('audit_log_default', 'DEFAULT');
    made := made + 1;
  END IF;
  last_year := last_audit_year();
  FOR y IN coalesce(last_year + 1, this_year) .. this_year + 1 LOOP
    bounds := format('FOR VALUES FROM (%s) TO (%L)',
      CASE WHEN last_year IS NULL THEN 'MINVALUE' ELSE quote_literal(make_date(y, 1, 1)) END, make_date(y + 1, 1, 1));
    BEGIN
      PERFORM attach_audit_partition('audit_log_y' || y, bounds);
    EXCEPTION WHEN check_violation THEN
      EXIT;
    END;
    last_year := y;
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
REVOKE EXECUTE ON FUNCTION make_audit_partitions FROM PUBLIC;
