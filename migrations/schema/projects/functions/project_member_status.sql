-- Who has scored, withdrawn or is in conflict, by project and member of a sitting that the actor reads.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_member_status(p_sitting uuid)
RETURNS TABLE(project_id uuid, user_id uuid, scored boolean, recused boolean, conflict boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT g.project_id, s.user_id, project_scored(g.sitting_id, g.project_id, s.user_id),
           EXISTS (
               SELECT 1
                 FROM project_recusals r
                WHERE r.sitting_id = g.sitting_id
                  AND r.project_id = g.project_id
                  AND r.user_id = s.user_id), project_in_conflict(g.project_id, s.user_id)
      FROM project_agendas g JOIN project_seats s ON s.sitting_id = g.sitting_id
     WHERE g.sitting_id = p_sitting AND p_sitting = ANY (project_sittings_read());
END
$$;
REVOKE EXECUTE ON FUNCTION project_member_status FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_member_status TO mawa_app;
RESET ROLE;
