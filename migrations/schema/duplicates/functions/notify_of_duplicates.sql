-- Notifies those who answer for the cases of a pair (or of all open pairs: null): those who answer for both, or
-- else each side of its own case. Nobody kept out by a conflict of interest is notified, and of a restricted
-- case the other side only after its own side agreed. Deletes notices of people who no longer answer.
CREATE OR REPLACE FUNCTION notify_of_duplicates(p_pair uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_pair record;
  v_user uuid;
  v_both boolean;
  v_case uuid;
  v_other uuid;
BEGIN
  FOR v_pair IN
    SELECT p.id, p.case_id, p.other_id FROM duplicate_pairs p
     WHERE p.state = 'proposed' AND (p_pair IS NULL OR p.id = p_pair)
     ORDER BY p.strength DESC, p.found_at, p.id LOOP
    WITH gone AS (
      DELETE FROM duplicate_notices t
       WHERE t.pair_id = v_pair.id
         AND (mawa_blocked(v_pair.case_id, t.user_id)
              OR mawa_blocked(v_pair.other_id, t.user_id)
              OR t.user_id NOT IN (SELECT mawa_answering(t.case_id)))
      RETURNING t.user_id)
    UPDATE tasks
       SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind = 'duplicate'
       AND subject_id = v_pair.id
       AND for_user IN (SELECT user_id FROM gone)
       AND done_at IS NULL;
    v_both := false;
    FOR v_user IN SELECT mawa_answering(v_pair.case_id) INTERSECT SELECT mawa_answering(v_pair.other_id) LOOP
      v_both := true;
      PERFORM notify_of_duplicate(v_pair.id, v_pair.case_id, v_user, true);
    END LOOP;
    CONTINUE WHEN v_both;
    FOR v_case, v_other IN VALUES (v_pair.case_id, v_pair.other_id), (v_pair.other_id, v_pair.case_id) LOOP
      CONTINUE WHEN mawa_restricted(v_other) AND NOT EXISTS (SELECT 1 FROM duplicate_notices t
        WHERE t.pair_id = v_pair.id AND t.case_id = v_other AND t.answer = 'may_look');
      FOR v_user IN SELECT a FROM mawa_answering(v_case) a WHERE NOT mawa_blocked(v_other, a) ORDER BY a LOOP
        PERFORM notify_of_duplicate(v_pair.id, v_case, v_user, false);
      END LOOP;
    END LOOP;
  END LOOP;
END
$$;
