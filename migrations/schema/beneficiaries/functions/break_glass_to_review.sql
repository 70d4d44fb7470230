-- The break-glass openings that wait for a verdict and that the actor may review (mawa_may_review), oldest
-- first.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION break_glass_to_review()
RETURNS TABLE(
  id uuid,
  case_number text,
  by_name text,
  cause text,
  at timestamptz,
  until_at timestamptz,
  restricted boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT g.id, c.case_number, localized_name(u.name, u.names), g.cause, g.at, g.until_at, g.restricted
      FROM break_glass g JOIN cases c ON c.id = g.case_id JOIN users u ON u.id = g.user_id
     WHERE g.reviewed_at IS NULL AND mawa_may_review(g.case_id, g.user_id)
     ORDER BY g.at, g.id;
END
$$;
REVOKE EXECUTE ON FUNCTION break_glass_to_review FROM PUBLIC;
GRANT EXECUTE ON FUNCTION break_glass_to_review TO mawa_app;
RESET ROLE;
