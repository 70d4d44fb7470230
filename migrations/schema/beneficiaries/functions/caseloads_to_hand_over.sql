-- The cases that users answer for without an end and the actor may hand to somebody else, one a person; of these users,
-- or of all where p_from is null: all of the actor's own, while their role opens cases; for a case supervisor those of a
-- colleague that the supervisor answers for too (as mawa_holds_fully says of one case), and those of a closed account for
-- which nobody else answers. Cases hidden from the actor are not among them.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION caseloads_to_hand_over(p_from uuid[]) RETURNS TABLE(from_user uuid, case_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_reach reach := actor_reach();
  v_supervises boolean := mawa_has_role('case_supervisor');
BEGIN
  RETURN QUERY
    WITH able AS MATERIALIZED (
      SELECT u.id FROM users u WHERE mawa_can_hold(u.id)
    ), own AS MATERIALIZED (
      SELECT DISTINCT a.case_id
        FROM case_access a
       WHERE v_supervises
         AND a.principal_id = ANY (v_reach.principals)
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
    )
    SELECT DISTINCT a.principal_id, coalesce(c.merged_into, c.id)
      FROM case_access a
      JOIN cases c ON c.id = a.case_id
     WHERE (p_from IS NULL OR a.principal_id = ANY (p_from))
       AND a.principal_kind = 'user'
       AND a.reason IN ('registered', 'assigned')
       AND a.mirror_of IS NULL
       AND a.from_at <= mawa_now()
       AND a.until_at IS NULL
       AND a.case_id <> ALL (v_reach.hidden_cases)
       AND (a.principal_id = mawa_actor() AND a.principal_id IN (SELECT able.id FROM able)
            OR v_supervises
               AND (a.case_id IN (SELECT own.case_id FROM own)
                    OR a.principal_id NOT IN (SELECT able.id FROM able)
                       AND NOT EXISTS (
                         SELECT FROM case_access o
                          WHERE o.case_id = a.case_id
                            AND o.principal_kind = 'user'
                            AND o.reason IN ('registered', 'assigned')
                            AND o.from_at <= mawa_now()
                            AND o.until_at IS NULL
                            AND o.principal_id IN (SELECT able.id FROM able))));
END
$$;
REVOKE EXECUTE ON FUNCTION caseloads_to_hand_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION caseloads_to_hand_over TO mawa_app;
RESET ROLE;
