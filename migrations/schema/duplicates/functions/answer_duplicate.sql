-- Somebody notified of a pair through their own case answers may_look or declined. Once both sides said may_look,
-- each side sees identity and facts of the other for duplicate_look_days, unless kept out or not named.
-- Returns how many answers changed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION answer_duplicate(p_pair uuid, p_answer text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  -- Two sides that agree at once take turns: the second opens.
  PERFORM 1 FROM duplicate_pairs WHERE id = p_pair AND state = 'proposed' FOR UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  UPDATE duplicate_notices t SET answer = p_answer, answered_at = mawa_now()
   WHERE t.pair_id = p_pair
     AND t.user_id = mawa_actor()
     AND NOT t.sees_both
     AND t.answer IS DISTINCT FROM p_answer
     AND t.answer IS DISTINCT FROM 'may_look'
     AND mawa_holds_fully(t.case_id);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count = 0 THEN RETURN 0; END IF;
  IF p_answer = 'declined' THEN
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind = 'duplicate' AND subject_id = p_pair AND for_user = mawa_actor() AND done_at IS NULL;
    RETURN v_count;
  END IF;
  INSERT INTO case_access (
    case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
  SELECT DISTINCT ON (o.case_id, t.user_id) o.case_id, 'user', t.user_id, r.reason, r.parts, p_pair,
    mawa_now() + make_interval(days => mawa_setting('duplicate_look_days')::integer), o.user_id
    FROM duplicate_notices t
    JOIN duplicate_notices o ON o.pair_id = t.pair_id AND o.case_id <> t.case_id AND o.answer = 'may_look'
    JOIN access_reasons r ON r.reason = 'duplicate'
   WHERE t.pair_id = p_pair
     AND t.answer = 'may_look'
     AND NOT mawa_blocked(o.case_id, t.user_id)
     AND (NOT mawa_restricted(o.case_id) OR mawa_named(o.case_id, t.user_id))
     AND NOT EXISTS (
       SELECT 1 FROM case_access a
        WHERE a.case_id = o.case_id
          AND a.principal_id = t.user_id
          AND a.reason = 'duplicate'
          AND a.source_id = p_pair
          AND a.until_at > mawa_now());
  PERFORM notify_of_duplicates(p_pair);
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION answer_duplicate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION answer_duplicate TO mawa_app;
RESET ROLE;
