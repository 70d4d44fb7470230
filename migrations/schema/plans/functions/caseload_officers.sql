-- The reintegration officers whose caseload the actor counts: those of the actor's organisation, of all for whom has none;
-- nobody for others than case supervisors. For functions of mawa_blind.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION caseload_officers() RETURNS TABLE(user_id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT u.id, u.name
      FROM users u
     WHERE mawa_has_role('case_supervisor')
       AND u.active
       AND NOT u.system AND NOT u.service
       AND EXISTS (
         SELECT 1 FROM current_roles r
          WHERE r.user_id = u.id
            AND r.role = 'reintegration_officer'
            AND r.confirmed_by IS NOT NULL
            AND r.ended_at IS NULL)
       AND EXISTS (
         SELECT 1 FROM users me
          WHERE me.id = mawa_actor()
            AND (me.organisation_id IS NULL OR me.organisation_id = u.organisation_id));
END
$$;
REVOKE EXECUTE ON FUNCTION caseload_officers FROM PUBLIC;
RESET ROLE;
