-- Raises 23514 case_keeps_a_holder unless somebody answers for this case without an end date: an account in
-- use, neither kept out nor left unnamed in a restriction. Called after each change of who has access.
CREATE OR REPLACE FUNCTION mawa_must_keep_a_holder(p_case uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM case_access a
       WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now() AND a.until_at IS NULL AND mawa_can_hold(a.principal_id)
         AND NOT mawa_blocked(p_case, a.principal_id)
         AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, a.principal_id))) THEN
    RAISE EXCEPTION 'nobody would answer for this case'
      USING ERRCODE = '23514', CONSTRAINT = 'case_keeps_a_holder';
  END IF;
END
$$;
