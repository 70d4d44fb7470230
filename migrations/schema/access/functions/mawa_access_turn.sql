-- Transactions that change who may see this case take turns: a lock until commit.
CREATE OR REPLACE FUNCTION mawa_access_turn(p_case uuid) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('access/' || p_case, 0))
$$;
