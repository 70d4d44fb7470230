-- For these cases (with all joined cases): the other cases with which each must not share a shelter, by keep_apart and
-- by networks. One row per pair, in both directions. The only definition of it; called only by the functions of
-- placement that disclose no names.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION kept_from(p_cases uuid[]) RETURNS TABLE(one uuid, other uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    WITH asked AS (SELECT mawa_files_of(p_cases) AS files),
    apart (one, other) AS (
      SELECT ka.case_id, ka.from_case_id FROM keep_apart ka, asked
       WHERE ka.case_id = ANY (files) AND ka.ended_at IS NULL
      UNION SELECT ka.from_case_id, ka.case_id
        FROM keep_apart ka, asked
       WHERE ka.from_case_id = ANY (files) AND ka.ended_at IS NULL
      UNION SELECT na.case_id, cn.case_id
        FROM asked, network_apart na
        JOIN case_networks cn ON cn.network_id = na.network_id
       WHERE na.case_id = ANY (files)
         AND na.ended_at IS NULL
         AND cn.ended_at IS NULL
         AND (cn.side <> 'exploited' OR na.victims_too)
      UNION SELECT cn.case_id, na.case_id
        FROM asked, case_networks cn
        JOIN network_apart na ON na.network_id = cn.network_id
       WHERE cn.case_id = ANY (files)
         AND na.ended_at IS NULL
         AND cn.ended_at IS NULL
         AND (cn.side <> 'exploited' OR na.victims_too))
    SELECT DISTINCT mine, theirs
      FROM apart, mawa_files(one) mine, mawa_files(other) theirs
     WHERE NOT mawa_same(one, other);
END
$$;
REVOKE EXECUTE ON FUNCTION kept_from FROM PUBLIC;
RESET ROLE;
