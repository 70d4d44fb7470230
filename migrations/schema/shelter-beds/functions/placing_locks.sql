-- Locks, until the commit and always in one order, these beds and their rooms, these people (all their cases), and the
-- people and networks they are kept apart from. The locks only serialise concurrent placements; correctness is ensured
-- by constraints.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM placing_locks(p_beds, p_cases, '{}'::uuid[]);
END
$$;
REVOKE EXECUTE ON FUNCTION placing_locks(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placing_locks(uuid[], uuid[]) TO mawa_app;
RESET ROLE;

-- The same, and the networks named, for changes of who must be kept from a network.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[], p_networks uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  p_cases := mawa_files_of(p_cases);
  PERFORM pg_advisory_xact_lock(k)
    FROM (
      SELECT DISTINCT hashtextextended(t.key, 0) AS k
        FROM (
          SELECT unnest(p_beds)::text AS key
          UNION ALL SELECT b.room_id::text
            FROM beds b
           WHERE b.id = ANY (p_beds)
          UNION ALL SELECT unnest(p_cases)::text
          UNION ALL SELECT
            'apart/' || least(ka.case_id, ka.from_case_id) || '/' || greatest(ka.case_id, ka.from_case_id)
            FROM keep_apart ka
           WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
          UNION ALL SELECT 'network/' || unnest(p_networks)
          UNION ALL SELECT 'network/' || cn.network_id
            FROM case_networks cn
           WHERE cn.case_id = ANY (p_cases) AND cn.ended_at IS NULL
          UNION ALL SELECT 'network/' || na.network_id
            FROM network_apart na
           WHERE na.case_id = ANY (p_cases) AND na.ended_at IS NULL) t
       ORDER BY 1
       OFFSET 0) ordered;
END
$$;
REVOKE EXECUTE ON FUNCTION placing_locks(uuid[], uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placing_locks(uuid[], uuid[], uuid[]) TO mawa_app;
RESET ROLE;
