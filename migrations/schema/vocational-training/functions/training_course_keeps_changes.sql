-- Trigger of training_courses: what sessions, allowances and figures rest on stays as it is once a session has begun that
-- was not called off from its first day on, and the agreement covers every session, of one that was called off the days
-- before. Keeps what was changed. 23514: training_course_has_begun, training_course_covers_its_sessions.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_course_keeps_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_former jsonb;
BEGIN
  SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') INTO v_former
    FROM jsonb_each(to_jsonb(OLD)) o
    JOIN jsonb_each(to_jsonb(NEW)) n USING (key)
   WHERE o.value IS DISTINCT FROM n.value AND o.key <> 'revision';
  IF v_former ?| ARRAY['provider_id', 'level', 'field', 'trade', 'language', 'cost_per_place', 'currency',
        'stipend', 'transport', 'pays_excused', 'line_id']
      AND EXISTS (
          SELECT 1
            FROM training_sessions s
           WHERE s.course_id = NEW.id
             AND s.starts_on <= mawa_day(mawa_now())
             AND NOT EXISTS (
                 SELECT 1
                   FROM training_cancellations x
                  WHERE x.session_id = s.id AND x.from_day = s.starts_on)) THEN
    RAISE EXCEPTION 'a session has begun'
      USING ERRCODE = '23514', CONSTRAINT = 'training_course_has_begun';
  END IF;
  IF NEW.agreed_until >= NEW.agreed_from AND EXISTS (
      SELECT 1
        FROM training_sessions s
        LEFT JOIN training_cancellations x ON x.session_id = s.id
       WHERE s.course_id = NEW.id
         AND x.from_day IS DISTINCT FROM s.starts_on
         AND (s.starts_on < NEW.agreed_from OR least(s.ends_on, x.from_day - 1) > NEW.agreed_until)) THEN
    RAISE EXCEPTION 'the agreement would not cover a session'
      USING ERRCODE = '23514', CONSTRAINT = 'training_course_covers_its_sessions';
  END IF;
  IF v_former <> '{}' THEN
    INSERT INTO training_course_changes (course_id, revision, former) VALUES (OLD.id, OLD.revision, v_former);
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_course_keeps_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_course_keeps_changes TO mawa_owner;
RESET ROLE;
