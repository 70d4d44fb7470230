-- Removes assignments of a complaint (null: of all) from accounts that may no longer read it, then makes the open tasks
-- agree with complaint_tasks(); queued complaints share one task per reader.
CREATE OR REPLACE FUNCTION complaint_tasks_follow(p_of uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_by uuid := CASE WHEN mawa_has_role('focal_point') THEN mawa_actor() END;
BEGIN
  IF p_of IS NULL AND NOT EXISTS (SELECT 1 FROM complaints WHERE destroyed_at IS NULL) THEN RETURN; END IF;
  WITH r AS MATERIALIZED (SELECT x.complaint_id, x.user_id FROM complaint_readers(p_of) x),
  gone AS (
    SELECT c.id,
      c.handler_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM r WHERE r.complaint_id = c.id AND r.user_id = c.handler_id) AS handler,
      c.second_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM r WHERE r.complaint_id = c.id AND r.user_id = c.second_id) AS second
      FROM complaints c
     WHERE (p_of IS NULL OR c.id = p_of) AND c.destroyed_at IS NULL)
  UPDATE complaints c
     SET handler_id = CASE WHEN NOT gone.handler THEN c.handler_id END,
         second_id = CASE WHEN NOT gone.second THEN c.second_id END
    FROM gone
   WHERE gone.id = c.id AND (gone.handler OR gone.second);
  WITH wanted AS MATERIALIZED (SELECT * FROM complaint_tasks(p_of)),
  over AS (
    UPDATE tasks t SET done_at = mawa_now(), done_by = v_by
     WHERE t.kind LIKE 'complaint%'
       AND t.done_at IS NULL
       AND (p_of IS NULL OR t.subject_id = p_of)
       AND NOT EXISTS (
         SELECT 1 FROM wanted w
          WHERE w.kind = t.kind AND w.complaint_id = t.subject_id AND w.user_id = t.for_user)),
  -- Brought forward it is due sooner, also where somebody had put it off to a later day.
  sooner AS (
    UPDATE tasks t SET due_at = w.due_at
      FROM wanted w
     WHERE t.done_at IS NULL
       AND t.kind = w.kind
       AND t.subject_id = w.complaint_id
       AND t.for_user = w.user_id
       AND w.due_at < t.due_at
       AND NOT EXISTS (
         SELECT 1 FROM task_changes h
          WHERE h.task_id = t.id AND h.change = 'postponed' AND h.due_before <= w.due_at))
  INSERT INTO tasks (kind, subject_id, for_user, due_at)
  SELECT w.kind, w.complaint_id, w.user_id, w.due_at FROM wanted w ON CONFLICT DO NOTHING;
  INSERT INTO tasks (kind, for_user, due_at)
  SELECT 'queue_of_complaints', x.user_id, min(c.acknowledge_by)
    FROM complaints c
    CROSS JOIN LATERAL complaint_readers(c.id) x
   WHERE c.queued
     AND c.handler_id IS NULL
     AND c.closed_at IS NULL
     AND c.destroyed_at IS NULL
     AND (c.id = p_of
          OR p_of IS NULL
            AND c.acknowledge_by = (
              SELECT min(q.acknowledge_by) FROM complaints q
               WHERE q.queued AND q.handler_id IS NULL AND q.closed_at IS NULL AND q.destroyed_at IS NULL))
   GROUP BY x.user_id
  ON CONFLICT DO NOTHING;
  UPDATE tasks t SET done_at = mawa_now(), done_by = v_by
   WHERE t.kind = 'queue_of_complaints'
     AND t.done_at IS NULL
     AND NOT EXISTS (
       SELECT 1 FROM complaints c
        WHERE c.queued AND c.handler_id IS NULL AND c.closed_at IS NULL AND c.destroyed_at IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_tasks_follow FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_tasks_follow TO mawa_gate;
