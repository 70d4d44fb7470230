-- Joins one file of a pair into the other, p_into; both keep their rows. For reintegration officers and case
-- supervisors who answer for both (42501). Refused (23514) where a consent, a link or keep_apart stands
-- between them, for an open erasure, or where nobody would answer for the person. Keeps what part_files()
-- needs. Returns the file joined, null where there is nothing to join.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION join_files(p_id uuid, p_pair uuid, p_into uuid, p_why text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_pair record;
  v_from uuid;
  v_case uuid;
  v_families uuid[];
  v_closed uuid[];
  v_opened uuid[];
BEGIN
  SELECT p.case_id, p.other_id, p.state INTO v_pair FROM duplicate_pairs p WHERE p.id = p_pair FOR UPDATE;
  IF NOT FOUND OR NOT mawa_holds_fully(v_pair.case_id) OR NOT mawa_holds_fully(v_pair.other_id) THEN
    RAISE EXCEPTION 'this actor does not answer for both files' USING ERRCODE = '42501';
  END IF;
  IF v_pair.state <> 'proposed' THEN RETURN NULL; END IF;
  IF p_into NOT IN (mawa_person(v_pair.case_id), mawa_person(v_pair.other_id)) THEN
    RAISE EXCEPTION 'no file of this pair' USING ERRCODE = '42501';
  END IF;
  FOR v_case IN
    SELECT f
      FROM (SELECT mawa_files(v_pair.case_id) UNION SELECT mawa_files(v_pair.other_id)) x (f)
     ORDER BY f LOOP
    PERFORM mawa_access_turn(v_case);
  END LOOP;
  v_from := CASE p_into
    WHEN mawa_person(v_pair.case_id) THEN mawa_person(v_pair.other_id)
    ELSE mawa_person(v_pair.case_id)
  END;
  IF v_from = p_into THEN RETURN NULL; END IF;
  PERFORM mawa_may_join(v_from, p_into);
  PERFORM 1
    FROM consent_standing a
    JOIN consent_standing b ON b.purpose = a.purpose AND b.recipient_id IS NOT DISTINCT FROM a.recipient_id
   WHERE a.case_id IN (SELECT mawa_files(v_from))
     AND b.case_id IN (SELECT mawa_files(p_into))
     AND a.given <> b.given
     AND EXISTS (
       SELECT 1 FROM shares s
        WHERE s.case_id IN (a.case_id, b.case_id)
          AND s.purpose = a.purpose
          AND s.recipient_id = a.recipient_id
          AND s.closed_at IS NULL);
  IF FOUND THEN
    RAISE EXCEPTION 'one file shares what the other refused'
      USING ERRCODE = '23514', CONSTRAINT = 'joined_consents_differ';
  END IF;

  IF EXISTS (
    SELECT 1 FROM case_links l
     WHERE l.ended_at IS NULL
       AND (mawa_same(l.from_case, v_from) AND mawa_same(l.to_case, p_into)
            OR mawa_same(l.from_case, p_into) AND mawa_same(l.to_case, v_from))) THEN
    RAISE EXCEPTION 'two people are linked' USING ERRCODE = '23514', CONSTRAINT = 'joined_are_linked';
  END IF;
  IF EXISTS (
    SELECT 1 FROM keep_apart k
     WHERE k.ended_at IS NULL
       AND (mawa_same(k.case_id, v_from) AND mawa_same(k.from_case_id, p_into)
            OR mawa_same(k.case_id, p_into) AND mawa_same(k.from_case_id, v_from))) THEN
    RAISE EXCEPTION 'two people are kept apart' USING ERRCODE = '23514', CONSTRAINT = 'joined_are_kept_apart';
  END IF;
  INSERT INTO case_merges (id, case_id, into_id, pair_id, why) VALUES (p_id, v_from, p_into, p_pair, p_why);
  INSERT INTO case_merge_before (merge_id, case_id, facts)
  SELECT p_id, c.id, to_jsonb(f)
    FROM cases c
    CROSS JOIN LATERAL (
      SELECT sex, birth_year, age_at_registration, age_certainty, born_from, born_until, nationality,
        languages, region_recruitment, region_exploitation, access_need, pregnant, medical, may_call,
        version) f
   WHERE c.id = p_into;
  INSERT INTO case_merge_seals (merge_id, field, sealed, sealed_at)
  SELECT p_id, s.field, s.sealed, s.sealed_at FROM case_seals s WHERE s.case_id = p_into;
  UPDATE cases SET merged_into = p_into WHERE id IN (SELECT mawa_files(v_from));
  UPDATE booking_people t SET person_id = p_into WHERE coalesce(t.person_id, t.case_id) = v_from;
  UPDATE request_people t SET person_id = p_into WHERE coalesce(t.person_id, t.case_id) = v_from;
  WITH added AS (
    INSERT INTO family_members (family_id, case_id, relation)
    SELECT f.family_id, p_into, f.relation
      FROM family_members f
     WHERE f.case_id = v_from
    ON CONFLICT DO NOTHING
    RETURNING family_id)
  SELECT array_agg(family_id) INTO v_families FROM added;
  -- Whom no board was to show under one number, none shows under the other.
  INSERT INTO board_hidings (case_id, reason, by, at)
  SELECT p_into, h.reason, h.by, h.at FROM board_hidings h WHERE h.case_id = v_from AND h.ended_at IS NULL
  ON CONFLICT DO NOTHING;

  WITH closed AS (
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'files_joined'
     WHERE case_id = v_from
       AND done_at IS NULL
       AND (kind IN ('consent', 'consent_expires', 'reflection_ends')
            OR kind IN ('plan_step', 'plan_approval', 'plan_returned'))
    RETURNING *),
  opened AS (
    INSERT INTO tasks (kind, case_id, subject_id, for_role, for_user, due_at)
    SELECT kind, p_into, subject_id, for_role, for_user, due_at
      FROM closed
     WHERE kind IN ('consent', 'consent_expires', 'reflection_ends')
    ON CONFLICT DO NOTHING
    RETURNING id),
  notified AS (
    INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at)
    SELECT 'files_joined', p_into, p_id, a,
      mawa_now() + make_interval(days => mawa_setting('duplicate_review_days')::integer)
      FROM (SELECT mawa_answering(v_from) UNION SELECT mawa_answering(p_into)) x (a)
     WHERE a <> mawa_actor()
    ON CONFLICT DO NOTHING
    RETURNING id)
  SELECT (SELECT array_agg(id) FROM closed),
    (SELECT array_agg(id) FROM (SELECT id FROM opened UNION ALL SELECT id FROM notified) o)
    INTO v_closed, v_opened;
  UPDATE case_merges SET families = coalesce(v_families, '{}'), closed_tasks = coalesce(v_closed, '{}'),
    opened_tasks = coalesce(v_opened, '{}') WHERE id = p_id;

  FOR v_case IN
    SELECT p.id FROM duplicate_pairs p
     WHERE p.state = 'proposed' AND mawa_same(p.case_id, p.other_id) LOOP
    PERFORM set_duplicate_state(v_case, 'merged', p_why);
  END LOOP;
  INSERT INTO case_access (
    case_id, principal_kind, principal_id, reason, parts, source_id, from_at, until_at, given_by, mirror_of)
  SELECT f, a.principal_kind, a.principal_id, a.reason, a.parts, a.source_id, a.from_at, a.until_at,
    a.given_by, a.id
    FROM mawa_files(p_into) f
    JOIN case_access a ON a.case_id IN (SELECT mawa_files(p_into)) AND a.case_id <> f
   WHERE a.mirror_of IS NULL AND (a.until_at IS NULL OR a.until_at > mawa_now())
  ON CONFLICT DO NOTHING;
  PERFORM mawa_must_keep_a_holder(m)
    FROM (
      SELECT p_into
      UNION SELECT g.case_id
        FROM family_members f
        JOIN family_members g USING (family_id)
       WHERE f.case_id = p_into) all_of_them (m);
  IF mawa_restricted(p_into) THEN PERFORM mawa_must_name_a_manager(p_into); END IF;
  RETURN v_from;
END
$$;
REVOKE EXECUTE ON FUNCTION join_files FROM PUBLIC;
GRANT EXECUTE ON FUNCTION join_files TO mawa_app;
RESET ROLE;
