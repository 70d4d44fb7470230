-- The cases that this user answers for without an end and the actor may hand to somebody else, one a person: all of the
-- actor's own, while their role opens cases; for a case supervisor those of a colleague that the supervisor answers for
-- too, and those of a closed account for which nobody else answers. Cases hidden from the actor are not among them.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION cases_to_hand_over(p_from uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT mawa_person(a.case_id)
      FROM case_access a
     WHERE a.principal_id = p_from
       AND a.principal_kind = 'user'
       AND a.reason IN ('registered', 'assigned')
       AND a.mirror_of IS NULL
       AND a.from_at <= mawa_now()
       AND a.until_at IS NULL
       AND a.case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[])
       AND (p_from = mawa_actor() AND mawa_can_hold(p_from)
            OR mawa_has_role('case_supervisor')
               AND (mawa_holds_fully(a.case_id)
                    OR NOT mawa_can_hold(p_from)
                       AND NOT EXISTS (
                         SELECT 1 FROM case_access o
                          WHERE o.case_id = a.case_id
                            AND o.principal_kind = 'user'
                            AND o.reason IN ('registered', 'assigned')
                            AND o.from_at <= mawa_now()
                            AND o.until_at IS NULL
                            AND mawa_can_hold(o.principal_id))));
END
$$;
REVOKE EXECUTE ON FUNCTION cases_to_hand_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_to_hand_over TO mawa_app;
RESET ROLE;
