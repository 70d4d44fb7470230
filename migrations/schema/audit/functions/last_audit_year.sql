-- The last year that has a partition of audit_log of its own, by the names of those that are attached; null: none has.
CREATE OR REPLACE FUNCTION last_audit_year() RETURNS integer
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT max(substring(c.relname FROM '^audit_log_y(\d+)$')::int)
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = 'public.audit_log'::regclass
$$;
REVOKE EXECUTE ON FUNCTION last_audit_year FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_audit_year TO mawa_gate;
