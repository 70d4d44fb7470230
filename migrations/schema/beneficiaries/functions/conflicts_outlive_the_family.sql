-- Trigger on family_members, when the application takes somebody out: a block on the whole family becomes a
-- block on each single case that it reached through this membership, unless one lasts as long there already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION conflicts_outlive_the_family() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by, until_at)
  SELECT DISTINCT ON (c.id, b.user_id) gen_random_uuid(), c.id, b.user_id, 'case', ''::bytea, b.decided_by,
    b.until_at
    FROM case_blocks b
    CROSS JOIN LATERAL (
      SELECT OLD.case_id AS id
       WHERE EXISTS (
         SELECT 1 FROM family_members f
          WHERE f.family_id = OLD.family_id AND f.case_id IN (SELECT mawa_files(b.case_id)))
      UNION SELECT f.case_id
        FROM family_members f
       WHERE f.family_id = OLD.family_id AND OLD.case_id IN (SELECT mawa_files(b.case_id))) c
   WHERE b.scope = 'family'
     AND b.ended_at IS NULL
     AND (b.until_at IS NULL OR b.until_at > mawa_now())
     AND NOT EXISTS (
       SELECT 1 FROM case_blocks o
        WHERE o.case_id = c.id
          AND o.user_id = b.user_id
          AND o.ended_at IS NULL
          AND (o.until_at IS NULL OR o.until_at >= coalesce(b.until_at, 'infinity')))
   ORDER BY c.id, b.user_id, b.until_at DESC NULLS FIRST;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION conflicts_outlive_the_family FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conflicts_outlive_the_family TO mawa_owner;
RESET ROLE;
