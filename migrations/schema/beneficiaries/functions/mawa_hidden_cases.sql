-- The cases hidden from the actor whatever access they have: by a conflict of interest (also through the
-- family), or restricted without naming them, unless opened by break-glass. All joined files of a person are
-- hidden together. Kept for the transaction by actor_reach().
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_hidden_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN mawa_files_of(
    ARRAY(
      SELECT b.case_id FROM case_blocks b
       WHERE b.user_id = mawa_actor()
         AND b.ended_at IS NULL
         AND b.from_at <= mawa_now()
         AND (b.until_at IS NULL OR b.until_at > mawa_now())
      UNION SELECT g.case_id
        FROM case_blocks b
        CROSS JOIN mawa_files(b.case_id) own
        JOIN family_members f ON f.case_id = own
        JOIN family_members g ON g.family_id = f.family_id
       WHERE b.user_id = mawa_actor()
         AND b.scope = 'family'
         AND b.ended_at IS NULL
         AND b.from_at <= mawa_now()
         AND (b.until_at IS NULL OR b.until_at > mawa_now())
      UNION SELECT r.case_id
        FROM case_restrictions r
       WHERE r.lifted_at IS NULL
         AND NOT EXISTS (
           SELECT 1 FROM case_named n
            WHERE n.case_id = r.case_id AND n.user_id = mawa_actor() AND n.ended_at IS NULL)
         AND NOT EXISTS (
           SELECT 1 FROM case_access a
            WHERE a.case_id = r.case_id
              AND a.principal_id = mawa_actor()
              AND a.reason = 'break_glass'
              AND a.from_at <= mawa_now()
              AND a.until_at > mawa_now())));
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_hidden_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_hidden_cases TO mawa_app, mawa_blind, mawa_owner;
RESET ROLE;
