-- The counts of caseload_counts() of the officers with the most open cases (ten at most, whatever was asked), with how
-- many officers there are and how many plans wait at all of them: for the first page of a supervisor. No audit row: it
-- says less than the list (caseload), about no case, and each visit of that page asks. 42501 for others than case supervisors.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION caseload_ranking(p_limit integer)
RETURNS TABLE(
  user_id uuid,
  name text,
  open_cases integer,
  overdue integer,
  without_contact integer,
  plans_waiting integer,
  officers integer,
  all_plans_waiting integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('case_supervisor') THEN
    RAISE EXCEPTION 'not asked by a supervisor' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    SELECT q.*, (count(*) OVER ())::int, (sum(q.plans_waiting) OVER ())::int
      FROM caseload_counts(NULL, NULL, NULL) q
     ORDER BY q.open_cases DESC, q.name, q.user_id
     LIMIT least(coalesce(p_limit, 6), 10);
END
$$;
REVOKE EXECUTE ON FUNCTION caseload_ranking FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caseload_ranking TO mawa_app;
RESET ROLE;
