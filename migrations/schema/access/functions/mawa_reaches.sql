-- Whether the actor has access of any kind to this case (and it is not hidden from them), or is a system
-- user.
CREATE OR REPLACE FUNCTION mawa_reaches(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_reach reach := actor_reach();
BEGIN
  RETURN mawa_is_system()
    OR p_case <> ALL (v_reach.hidden_cases) AND EXISTS (
      SELECT FROM case_access a
       WHERE a.case_id = p_case
         AND a.principal_id = ANY (v_reach.principals)
         AND a.from_at <= mawa_now()
         AND CASE WHEN a.until_at IS NULL THEN 'infinity' ELSE a.until_at END >= mawa_now());
END
$$;
