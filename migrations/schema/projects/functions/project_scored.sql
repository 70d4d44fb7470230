-- Whether a member has scored a project in a sitting: only then do they see the scores of others (policy of
-- project_scores).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_scored(p_sitting uuid, p_project uuid, p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
      SELECT 1
        FROM project_scores s
       WHERE s.sitting_id = p_sitting AND s.project_id = p_project AND s.user_id = p_user);
END
$$;
REVOKE EXECUTE ON FUNCTION project_scored FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_scored TO mawa_app;
RESET ROLE;
