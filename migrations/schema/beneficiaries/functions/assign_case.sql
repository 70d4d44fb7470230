-- Writes the access row of a colleague or team assigned to this case, without an end or until an instant; in a restricted
-- case a colleague is named as well, a team is not: its members see the case once they are named themselves. 23514 case_access_held_already where an end is given to somebody who has the
-- case without one. Without rights of its own: called by functions of mawa_gate, which ask first who may.
CREATE OR REPLACE FUNCTION assign_case(p_case uuid, p_kind text, p_principal uuid, p_until timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever hands a restricted case on names that colleague.
  IF p_kind = 'user' AND mawa_restricted(p_case) THEN
    INSERT INTO case_named (case_id, user_id, named_by)
    SELECT r.case_id, p_principal, mawa_actor()
      FROM case_restrictions r
     WHERE r.case_id IN (SELECT mawa_files(p_case)) AND r.lifted_at IS NULL
    ON CONFLICT DO NOTHING;
  END IF;
  IF EXISTS (SELECT 1 FROM case_access WHERE case_id = p_case AND principal_id = p_principal
       AND reason IN ('registered', 'assigned') AND until_at IS NULL) THEN
    IF p_until IS NOT NULL THEN
      RAISE EXCEPTION 'held already without an end'
        USING ERRCODE = '23514', CONSTRAINT = 'case_access_held_already';
    END IF;
    RETURN;
  END IF;
  UPDATE case_access SET until_at = mawa_now()
   WHERE case_id = p_case AND principal_id = p_principal AND reason = 'assigned' AND until_at > mawa_now();
  INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, until_at, given_by)
  SELECT p_case, p_kind, p_principal, reason, parts, p_until, mawa_actor()
    FROM access_reasons
   WHERE reason = 'assigned';
END
$$;
