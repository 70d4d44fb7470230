-- Notifies one user of a pair: a row of duplicate_notices and a task. Who answers for one case only is notified
-- of duplicate_notices_per_day pairs in 24 hours at most. For notify_of_duplicates().
CREATE OR REPLACE FUNCTION notify_of_duplicate(p_pair uuid, p_case uuid, p_user uuid, p_sees_both boolean)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- Tasks are counted: a task stays, whatever becomes of the pair.
  IF NOT p_sees_both
     AND (
       SELECT count(*) FROM tasks t
        WHERE t.kind = 'duplicate'
          AND t.for_user = p_user
          AND t.opened_at > mawa_now() - interval '24 hours')
       >= mawa_setting('duplicate_notices_per_day')::integer THEN
    RETURN;
  END IF;
  INSERT INTO duplicate_notices (pair_id, case_id, user_id, sees_both)
  VALUES (p_pair, p_case, p_user, p_sees_both)
  ON CONFLICT DO NOTHING;
  -- Whoever has both files finds what is only possible in the list: a task is for what is probable, or
  -- for what nobody can look at before somebody answers.
  IF (NOT p_sees_both
      OR EXISTS (SELECT 1 FROM duplicate_pairs p WHERE p.id = p_pair AND p.strength = 'probable'))
     AND (FOUND
          OR NOT EXISTS (
            SELECT 1 FROM tasks t
             WHERE t.kind = 'duplicate' AND t.subject_id = p_pair AND t.for_user = p_user)) THEN
    -- Of no case, so that colleagues who see this file see nothing of it.
    INSERT INTO tasks (kind, subject_id, for_user, due_at)
    VALUES ('duplicate', p_pair, p_user,
            mawa_now() + make_interval(days => mawa_setting('duplicate_review_days')::integer))
    ON CONFLICT DO NOTHING;
  END IF;
END
$$;
