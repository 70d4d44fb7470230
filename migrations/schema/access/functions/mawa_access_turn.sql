-- Serialises transactions that change access to this case: takes a lock until the commit.
CREATE OR REPLACE FUNCTION mawa_access_turn(p_case uuid) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('access/' || p_case, 0))
$$;
