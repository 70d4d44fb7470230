-- Whether the actor may add somebody to this family: a new one, or one of whose members they answer for.
-- Policy family_members_join.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_may_join_family(p_family uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN NOT EXISTS (SELECT 1 FROM family_members WHERE family_id = p_family)
      OR EXISTS (SELECT 1 FROM family_members f WHERE f.family_id = p_family AND mawa_holds_fully(f.case_id));
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_may_join_family FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_may_join_family TO mawa_app;
RESET ROLE;
