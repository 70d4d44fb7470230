-- The sealed note of one break-glass opening with the wrapped key of the case, for whoever may review it
-- (mawa_may_review), so that the review opens this note and no case. No row for anybody else. Each call is an
-- audit row.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION break_glass_for_review(p_id uuid)
RETURNS TABLE(
  case_id uuid,
  case_number text,
  by_name text,
  cause text,
  at timestamptz,
  until_at timestamptz,
  restricted boolean,
  note bytea,
  wrapped bytea,
  reviewed boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid := (
    SELECT g.case_id FROM break_glass g WHERE g.id = p_id AND mawa_may_review(g.case_id, g.user_id));
BEGIN
  IF v_case IS NULL THEN RETURN; END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
  VALUES (0, mawa_actor(), 'people.read_break_glass', 'case', ARRAY[v_case, p_id], ARRAY['note'],
          '{"question":"review"}');
  RETURN QUERY
    SELECT g.case_id, c.case_number, localized_name(u.name, u.names), g.cause, g.at, g.until_at, g.restricted, g.note, k.wrapped,
      g.reviewed_at IS NOT NULL
      FROM break_glass g
      JOIN cases c ON c.id = g.case_id
      JOIN users u ON u.id = g.user_id
      LEFT JOIN keys.case_keys k ON k.case_id = g.case_id
     WHERE g.id = p_id;
END
$$;
REVOKE EXECUTE ON FUNCTION break_glass_for_review FROM PUBLIC;
GRANT EXECUTE ON FUNCTION break_glass_for_review TO mawa_app;
RESET ROLE;
