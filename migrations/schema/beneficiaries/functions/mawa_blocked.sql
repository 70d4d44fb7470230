-- Whether a conflict of interest keeps this user from this case now, directly, through a joined file or
-- through the family. Without rights of its own: called inside functions of mawa_gate.
CREATE OR REPLACE FUNCTION mawa_blocked(p_case uuid, p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM case_blocks b
    WHERE b.user_id = p_user AND b.ended_at IS NULL AND b.from_at <= mawa_now()
      AND (b.until_at IS NULL OR b.until_at > mawa_now())
      AND (mawa_same(b.case_id, p_case) OR b.scope = 'family' AND EXISTS (
        SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
         WHERE f.case_id IN (SELECT mawa_files(b.case_id)) AND g.case_id IN (SELECT mawa_files(p_case)))));
END
$$;
