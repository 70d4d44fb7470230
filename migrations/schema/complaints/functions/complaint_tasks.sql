-- The tasks that complaints (or this one) give rise to as they stand: kind, complaint, for whom, due when.
-- The one definition; complaint_tasks_follow() opens and closes tasks by it.
CREATE OR REPLACE FUNCTION complaint_tasks(p_of uuid)
RETURNS TABLE(kind text, complaint_id uuid, user_id uuid, due_at timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH r AS MATERIALIZED (
    SELECT x.complaint_id AS id, x.user_id, f.level
      FROM complaint_readers(p_of) x
      JOIN focal_points() f ON f.user_id = x.user_id),
  c AS MATERIALIZED (
    SELECT c.*, make_interval(hours => (mawa_setting('complaint_words_hours'))::int) AS of_words
      FROM complaints c
     WHERE (p_of IS NULL OR c.id = p_of) AND c.destroyed_at IS NULL)
  -- In nobody's hands: all who may are asked, but for those in the queue, which have one task together.
  SELECT 'complaint_new', c.id, r.user_id,
    coalesce(c.due_at, (SELECT max(s.at) FROM complaint_stages s WHERE s.complaint_id = c.id) + c.of_words,
             c.acknowledge_by)
    FROM c
    JOIN r ON r.id = c.id
   WHERE c.handler_id IS NULL AND c.closed_at IS NULL AND NOT c.queued
  UNION ALL SELECT 'complaint_answer', c.id, c.handler_id, c.due_at
    FROM c
   WHERE c.handler_id IS NOT NULL AND c.due_at IS NOT NULL
  UNION ALL SELECT 'complaint_words', c.id, c.handler_id, min(w.at) + c.of_words
    FROM c
    JOIN complaint_words w ON w.complaint_id = c.id AND w.kind = 'said' AND w.place > c.heard_to
   WHERE c.handler_id IS NOT NULL
   GROUP BY c.id, c.handler_id, c.of_words
  UNION ALL SELECT 'complaint_check', c.id, r.user_id, k.due_at
    FROM c
    JOIN complaint_checks k ON k.complaint_id = c.id AND k.done_at IS NULL
    JOIN r ON r.id = c.id
   WHERE r.user_id = c.handler_id OR (c.handler_id IS NULL AND c.closed_at IS NOT NULL)
  UNION ALL SELECT 'complaint_second', c.id, r.user_id, c.acknowledge_by
    FROM c
    JOIN r ON r.id = c.id
   WHERE c.safeguarding AND c.second_id IS NULL AND c.closed_at IS NULL AND r.user_id <> c.handler_id
  -- Its years are over: all who may are asked; once one has asked for its end, the others.
  UNION ALL SELECT 'complaint_destroy', c.id, r.user_id, coalesce(d.asked_at + c.of_words, c.over_at)
    FROM (
      SELECT c.id, c.of_words, c.closed_at,
        c.closed_at + make_interval(years => (mawa_setting('complaint_keep_years'))::int) AS over_at
        FROM c) c
    JOIN r ON r.id = c.id
    LEFT JOIN complaint_destructions d ON d.complaint_id = c.id AND d.asked_at >= c.closed_at
   WHERE c.over_at <= mawa_now() AND r.user_id IS DISTINCT FROM d.asked_by
  -- Handed up, taken from somebody, sorted so that others are out, or late, and in the hands of the first:
  -- each of the commission opens the words once after that, also where it was closed meanwhile.
  UNION ALL SELECT 'complaint_look', c.id, r.user_id, c.since + c.of_words
    FROM (
      SELECT c.id, c.of_words, c.handler_id,
        greatest(c.handed_up_at, c.redirected_at, c.late_since, c.taken_over_at,
                 (
                   SELECT max(a.named_at) FROM complaint_accused a
                    WHERE a.complaint_id = c.id AND a.what <> 'unnamed'),
                 CASE
                   WHEN coalesce(c.acknowledged_at, mawa_now()) > c.acknowledge_by THEN c.acknowledge_by
                 END,
                 CASE WHEN coalesce(c.answered_at, mawa_now()) > c.answer_by THEN c.answer_by END,
                 CASE WHEN c.due_at < mawa_now() THEN c.due_at END) AS since
        FROM c) c
    JOIN r ON r.id = c.id AND r.level = 'escalation'
    JOIN r h ON h.id = c.id AND h.user_id = c.handler_id AND h.level = 'first'
   WHERE c.since IS NOT NULL
     AND NOT EXISTS (
       SELECT 1 FROM complaint_trail t
        WHERE t.subject_ids @> ARRAY[c.id]
          AND t.actor_id = r.user_id
          AND t.action = 'complaints.read'
          AND t.at >= c.since)
$$;
REVOKE EXECUTE ON FUNCTION complaint_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_tasks TO mawa_gate;
