-- When joined files are parted (part_files): what was set since the join to protect the person (restriction,
-- blocks, people and networks to be kept from, legal holds) is copied to the other side, unless it has as
-- much already. p_apart are the files that leave, p_since is the instant of the join.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION protect_both_sides(p_apart uuid[], p_case uuid, p_into uuid, p_since timestamptz)
RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_source uuid[];
  v_target uuid;
  v_both uuid[] := p_apart || ARRAY(SELECT mawa_files(p_into));
BEGIN
  FOREACH v_target IN ARRAY ARRAY[p_case, p_into] LOOP
    v_source := CASE v_target WHEN p_case THEN ARRAY(SELECT mawa_files(p_into)) ELSE p_apart END;
    INSERT INTO case_restrictions (id, case_id, reason, set_by)
    SELECT gen_random_uuid(), v_target, '', r.set_by
      FROM case_restrictions r
     WHERE r.case_id = ANY (v_source) AND r.lifted_at IS NULL AND r.set_at >= p_since
     ORDER BY r.set_at
     LIMIT 1
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      INSERT INTO case_named (case_id, user_id, named_by)
      SELECT DISTINCT ON (n.user_id) v_target, n.user_id, n.named_by FROM case_named n
       WHERE n.case_id = ANY (v_source) AND n.ended_at IS NULL ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by, until_at)
    SELECT DISTINCT ON (b.user_id) gen_random_uuid(), v_target, b.user_id, b.scope, ''::bytea, b.decided_by,
      b.until_at
      FROM case_blocks b
     WHERE b.case_id = ANY (v_source)
       AND b.ended_at IS NULL
       AND (b.until_at IS NULL OR b.until_at > mawa_now())
       AND b.decided_at >= p_since
       AND NOT EXISTS (
         SELECT 1 FROM case_blocks o
          WHERE o.case_id = v_target
            AND o.user_id = b.user_id
            AND o.ended_at IS NULL
            AND (o.until_at IS NULL OR o.until_at >= coalesce(b.until_at, 'infinity')))
     ORDER BY b.user_id, b.scope DESC, b.until_at DESC NULLS FIRST;
    INSERT INTO keep_apart (case_id, from_case_id, decided_by)
    SELECT DISTINCT ON (other) v_target, other, k.decided_by
      FROM keep_apart k
      CROSS JOIN LATERAL (
        SELECT mawa_person(
          CASE WHEN k.case_id = ANY (v_source) THEN k.from_case_id ELSE k.case_id END) AS other) o
     WHERE (k.case_id = ANY (v_source) OR k.from_case_id = ANY (v_source))
       AND k.ended_at IS NULL
       AND k.decided_at >= p_since
       AND other <> ALL (v_both)
       AND NOT EXISTS (
         SELECT 1 FROM keep_apart s
          WHERE s.ended_at IS NULL
            AND (s.case_id = v_target AND mawa_same(s.from_case_id, other)
                 OR s.from_case_id = v_target AND mawa_same(s.case_id, other)))
     ORDER BY other, k.decided_at;
    INSERT INTO network_apart (case_id, network_id, victims_too, decided_by)
    SELECT v_target, n.network_id, n.victims_too, n.decided_by
      FROM network_apart n
     WHERE n.case_id = ANY (v_source) AND n.ended_at IS NULL AND n.decided_at >= p_since
    ON CONFLICT DO NOTHING;
    INSERT INTO legal_holds (case_id, reason, set_by)
    SELECT v_target, h.reason, h.set_by FROM legal_holds h
     WHERE h.case_id = ANY (v_source) AND h.ended_at IS NULL AND h.set_at >= p_since ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION protect_both_sides FROM PUBLIC;
RESET ROLE;
