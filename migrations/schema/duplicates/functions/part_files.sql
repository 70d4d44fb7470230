-- Undoes a join: both files get back what they had, row by row; what protected the person since then protects
-- both. Facts stay if somebody corrected them since. The later of two joins first (23514
-- part_the_later_first). Who may: as join_files(). Returns false where it was undone already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION part_files(p_merge uuid, p_why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_merge record;
  v_apart uuid[];
  v_case uuid;
  v_correction record;
  v_before jsonb;
BEGIN
  SELECT m.* INTO v_merge FROM case_merges m WHERE m.id = p_merge FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such files' USING ERRCODE = '42501'; END IF;
  IF v_merge.undone_at IS NOT NULL
     AND (mawa_holds_fully(v_merge.case_id) OR mawa_holds_fully(v_merge.into_id)) THEN
    RETURN false;
  END IF;
  FOR v_case IN SELECT mawa_files(v_merge.case_id) f ORDER BY f LOOP
    PERFORM mawa_access_turn(v_case);
  END LOOP;
  PERFORM mawa_may_join(v_merge.case_id, v_merge.into_id);
  IF EXISTS (SELECT 1 FROM cases WHERE id = v_merge.into_id AND merged_into IS NOT NULL) THEN
    RAISE EXCEPTION 'the later one is parted first'
      USING ERRCODE = '23514', CONSTRAINT = 'part_the_later_first';
  END IF;
  UPDATE case_merges SET undone_by = mawa_actor(), undone_at = mawa_now(), undone_why = p_why
   WHERE id = p_merge;
  v_apart := ARRAY(
    WITH RECURSIVE apart AS (
      SELECT v_merge.case_id AS id
      UNION SELECT m.case_id FROM apart JOIN case_merges m ON m.into_id = apart.id AND m.undone_at IS NULL)
    SELECT id FROM apart);

  UPDATE cases SET merged_into = nullif(v_merge.case_id, id) WHERE id = ANY (v_apart);
  UPDATE booking_people SET person_id = nullif(v_merge.case_id, case_id) WHERE case_id = ANY (v_apart);
  UPDATE request_people SET person_id = nullif(v_merge.case_id, case_id) WHERE case_id = ANY (v_apart);
  PERFORM protect_both_sides(v_apart, v_merge.case_id, v_merge.into_id, v_merge.at);
  DELETE FROM family_members m
   WHERE m.case_id = v_merge.into_id
     AND m.family_id = ANY (v_merge.families)
     AND NOT EXISTS (
       SELECT 1 FROM case_links l
         JOIN family_members o ON o.family_id = m.family_id AND o.case_id <> ALL (v_apart)
        WHERE l.ended_at IS NULL
          AND l.kind IN ('parent_of', 'guardian_of', 'sibling', 'couple')
          AND (l.from_case = m.case_id AND l.to_case = o.case_id
               OR l.to_case = m.case_id AND l.from_case = o.case_id));
  DELETE FROM case_access m USING case_access o
   WHERE o.id = m.mirror_of AND (m.case_id = ANY (v_apart)) <> (o.case_id = ANY (v_apart));
  DELETE FROM tasks t
   WHERE (t.id = ANY (v_merge.opened_tasks)
          OR t.kind = 'stay_unsuitable'
            AND t.opened_at = v_merge.at
            AND (t.case_id = ANY (v_apart) OR t.case_id IN (SELECT mawa_files(v_merge.into_id))))
     AND t.done_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM task_changes h WHERE h.task_id = t.id);
  UPDATE tasks t SET done_at = NULL, done_by = NULL
   WHERE t.id = ANY (v_merge.closed_tasks)
     AND NOT EXISTS (
       SELECT 1 FROM tasks n
        WHERE n.kind = t.kind
          AND n.case_id = t.case_id
          AND n.done_at IS NULL
          AND n.subject_id IS NOT DISTINCT FROM t.subject_id
          AND n.for_user IS NOT DISTINCT FROM t.for_user);

  -- Facts that were taken over while joining, unless somebody corrected the file since.
  SELECT c.id, c.version INTO v_correction FROM case_corrections c
    JOIN cases k ON k.id = c.case_id AND k.version = c.version
   WHERE c.case_id = v_merge.into_id AND c.why = 'merged' AND c.at = v_merge.at;
  SELECT b.facts INTO v_before FROM case_merge_before b WHERE b.merge_id = p_merge;
  IF v_correction.id IS NOT NULL AND v_before IS NOT NULL THEN
    -- The columns that join_files() kept.
    EXECUTE (
      SELECT format('UPDATE cases SET (%1$s) = (SELECT %1$s FROM jsonb_populate_record(NULL::cases, $1)) WHERE id = $2',
                    string_agg(quote_ident(k), ', '))
        FROM jsonb_object_keys(v_before) k) USING v_before, v_merge.into_id;
    DELETE FROM case_seals s WHERE s.case_id = v_merge.into_id AND NOT EXISTS (
      SELECT 1 FROM case_merge_seals b WHERE b.merge_id = p_merge AND b.field = s.field);
    INSERT INTO case_seals (case_id, field, sealed, sealed_at)
    SELECT v_merge.into_id, b.field, b.sealed, b.sealed_at FROM case_merge_seals b WHERE b.merge_id = p_merge
    ON CONFLICT (case_id, field) DO UPDATE SET sealed = excluded.sealed, sealed_at = excluded.sealed_at;
    DELETE FROM case_former_values WHERE correction_id = v_correction.id;
    DELETE FROM case_corrections WHERE id = v_correction.id;
  END IF;
  DELETE FROM case_merge_before WHERE merge_id = p_merge;

  FOR v_case IN
    SELECT p.id FROM duplicate_pairs p
     WHERE p.state = 'merged' AND NOT mawa_same(p.case_id, p.other_id) LOOP
    PERFORM set_duplicate_state(v_case, 'proposed', 'undone');
    PERFORM notify_of_duplicates(v_case);
  END LOOP;
  PERFORM mawa_must_keep_a_holder(v_merge.case_id);
  PERFORM mawa_must_keep_a_holder(v_merge.into_id);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION part_files FROM PUBLIC;
GRANT EXECUTE ON FUNCTION part_files TO mawa_app;
RESET ROLE;
