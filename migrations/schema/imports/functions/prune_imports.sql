-- Job: runs left open for import_file_hours are ended, their file and key destroyed, with an audit row;
-- returns how many. 42501 for anybody but the system.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prune_imports() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids uuid[];
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
  END IF;
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids
    FROM (SELECT id
            FROM import_runs
           WHERE state = 'open'
             AND made_at + make_interval(hours => mawa_setting('import_file_hours')::int) <= mawa_now()
           ORDER BY id FOR UPDATE) d;
  PERFORM shut_import(i, 'left', NULL) FROM unnest(v_ids) AS i;
  IF cardinality(v_ids) > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'imports.expire', 'import', v_ids, '{"kept":"over"}');
  END IF;
  RETURN cardinality(v_ids);
END
$$;
REVOKE EXECUTE ON FUNCTION prune_imports FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_imports TO mawa_app;
RESET ROLE;
