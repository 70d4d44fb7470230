-- Trigger of training_sessions: of a course that is in the catalogue, within its agreement; writes its days and places.
-- 23514: training_session_of_the_catalogue, training_session_within_the_agreement, training_session_has_days.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_session_is_laid_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Whoever changes the course or withdraws it is waited for, or waits.
  PERFORM 1 FROM training_courses c WHERE c.id = NEW.course_id FOR SHARE;
  IF EXISTS (SELECT 1 FROM training_courses c WHERE c.id = NEW.course_id AND c.withdrawn_at IS NOT NULL) THEN
    RAISE EXCEPTION 'not in the catalogue'
      USING ERRCODE = '23514', CONSTRAINT = 'training_session_of_the_catalogue';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM training_courses c
       WHERE c.id = NEW.course_id AND NEW.starts_on >= c.agreed_from AND NEW.ends_on <= c.agreed_until) THEN
    RAISE EXCEPTION 'the agreement does not hold then'
      USING ERRCODE = '23514', CONSTRAINT = 'training_session_within_the_agreement';
  END IF;
  INSERT INTO training_days (session_id, on_day)
  SELECT NEW.id, d::date
    FROM generate_series(NEW.starts_on::timestamp, NEW.ends_on::timestamp, '1 day') d
   WHERE extract(isodow FROM d)::smallint = ANY (NEW.weekdays) AND d::date <> ALL (NEW.days_off);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a session without a day'
      USING ERRCODE = '23514', CONSTRAINT = 'training_session_has_days';
  END IF;
  INSERT INTO training_seats (session_id, seat) SELECT NEW.id, s FROM generate_series(1, NEW.places) s;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_session_is_laid_out FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_session_is_laid_out TO mawa_owner;
RESET ROLE;
