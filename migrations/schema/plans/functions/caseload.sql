-- Counts of caseload_counts() as a page ordered by name; writes an audit row.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION caseload(p_after_name text, p_after uuid, p_limit integer)
RETURNS TABLE(
  user_id uuid,
  name text,
  open_cases integer,
  overdue integer,
  without_contact integer,
  plans_waiting integer
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('case_supervisor') THEN
    RAISE EXCEPTION 'not asked by a supervisor' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
  VALUES (0, mawa_actor(), 'blind.caseload', 'user', '{"question":"caseload"}');
  RETURN QUERY SELECT * FROM caseload_counts(p_after_name, p_after, p_limit) q ORDER BY q.name, q.user_id;
END
$$;
REVOKE EXECUTE ON FUNCTION caseload FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caseload TO mawa_app;
RESET ROLE;
