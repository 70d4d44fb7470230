-- The users who answer for this case now: registered or assigned, with a role that opens cases, not kept out
-- by a conflict of interest, and named where the case is restricted. Called inside functions of mawa_gate.
CREATE OR REPLACE FUNCTION mawa_answering(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT a.principal_id FROM case_access a
   WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
     AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
     AND mawa_can_hold(a.principal_id) AND NOT mawa_blocked(p_case, a.principal_id)
     AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, a.principal_id))
$$;
