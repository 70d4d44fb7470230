-- Whether a user has to do with a project, so that they neither score nor decide: they follow it, wrote its
-- plan or steps, hold the case of one of its people, or are blocked from one.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_in_conflict(p_project uuid, p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM projects p WHERE p.id = p_project AND p_user IN (p.officer_id, p.by))
    OR EXISTS (SELECT 1 FROM project_plans l WHERE l.project_id = p_project AND l.by = p_user)
    OR EXISTS (
        SELECT 1
          FROM project_steps s
         WHERE s.project_id = p_project AND s.by = p_user AND s.from_state <> 'submitted')
    OR EXISTS (
        SELECT 1
          FROM project_people pp JOIN case_access a ON a.case_id = pp.case_id
         WHERE pp.project_id = p_project
           AND a.principal_id = p_user
           AND a.reason IN ('registered', 'assigned')
           AND a.from_at <= mawa_now()
           AND (a.until_at IS NULL OR a.until_at > mawa_now()))
    OR EXISTS (
        SELECT 1
          FROM project_people pp JOIN case_blocks b ON b.case_id = pp.case_id
         WHERE pp.project_id = p_project AND b.user_id = p_user AND b.ended_at IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION project_in_conflict FROM PUBLIC;
RESET ROLE;
