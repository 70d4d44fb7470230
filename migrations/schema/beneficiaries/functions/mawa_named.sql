-- Whether this user is named in the restriction of this case: in at least one file of the person, and in
-- every file of them that is restricted. Called inside functions of mawa_gate.
CREATE OR REPLACE FUNCTION mawa_named(p_case uuid, p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM case_named
     WHERE case_id IN (SELECT mawa_files(p_case)) AND user_id = p_user AND ended_at IS NULL)
     AND NOT EXISTS (
       SELECT 1 FROM case_restrictions r
        WHERE r.case_id IN (SELECT mawa_files(p_case))
          AND r.lifted_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM case_named n
             WHERE n.case_id = r.case_id AND n.user_id = p_user AND n.ended_at IS NULL));
END
$$;
