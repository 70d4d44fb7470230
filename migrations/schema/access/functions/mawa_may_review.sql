-- Whether the actor may review this break-glass opening: never the one who opened it (p_by) and nobody kept
-- out of the case; a case supervisor, and of a restricted case only people named who are supervisors or
-- answer for it.
CREATE OR REPLACE FUNCTION mawa_may_review(p_case uuid, p_by uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT p_case IS NOT NULL
     AND mawa_actor() <> p_by
     AND NOT mawa_blocked(p_case, mawa_actor())
     AND CASE
       WHEN mawa_restricted(p_case)
         THEN mawa_named(p_case, mawa_actor())
           AND (mawa_has_role('case_supervisor') OR mawa_holds_fully(p_case))
       ELSE mawa_has_role('case_supervisor')
     END
$$;
