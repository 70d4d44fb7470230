-- Whether this case, or another file of the same person, is restricted now. Called inside functions of
-- mawa_gate.
CREATE OR REPLACE FUNCTION mawa_restricted(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM case_restrictions WHERE case_id IN (SELECT mawa_files(p_case)) AND lifted_at IS NULL);
END
$$;
