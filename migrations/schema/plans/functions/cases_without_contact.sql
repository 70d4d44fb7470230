-- The cases of silent_cases() with the last contact (last_contacts), the longest first, and how many they are. A page
-- after (p_after_day, p_after).
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION cases_without_contact(p_days integer, p_after_day date, p_after uuid, p_limit integer)
RETURNS TABLE(case_id uuid, contact_on date, kind text, total integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT l.case_id, l.on_day, l.kind
        FROM last_contacts(ARRAY(SELECT s.case_id FROM silent_cases(p_days) s (case_id))) l)
    SELECT w.case_id, w.on_day, w.kind, (SELECT count(*)::int FROM found)
      FROM found w
     WHERE p_after IS NULL OR (w.on_day, w.case_id) > (p_after_day, p_after)
     ORDER BY w.on_day, w.case_id
     LIMIT p_limit;
END
$$;
REVOKE EXECUTE ON FUNCTION cases_without_contact FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_without_contact TO mawa_app;
RESET ROLE;
