-- Trigger of training_cancellations, under the lock of the session and its enrolments: the session is not over, and is
-- held no more from one of its days on, tomorrow at the latest where it has begun; nobody was there on that day or
-- later. 23514: training_cancellation_before_its_end, training_cancellation_from_a_day,
-- training_cancellation_after_the_register.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_cancellation_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_sessions;
  v_today date := mawa_day(mawa_now());
BEGIN
  -- Whoever enrols, leaves or is marked meanwhile is waited for, or waits.
  SELECT * INTO v FROM training_sessions WHERE id = NEW.session_id FOR NO KEY UPDATE;
  PERFORM 1 FROM training_enrolments WHERE session_id = NEW.session_id ORDER BY id FOR NO KEY UPDATE;
  IF v.ends_on < v_today THEN
    RAISE EXCEPTION 'the session is over'
      USING ERRCODE = '23514', CONSTRAINT = 'training_cancellation_before_its_end';
  END IF;
  IF NEW.from_day NOT BETWEEN v.starts_on AND least(v.ends_on, greatest(v.starts_on, v_today + 1)) THEN
    RAISE EXCEPTION 'not a day from which it may end'
      USING ERRCODE = '23514', CONSTRAINT = 'training_cancellation_from_a_day';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM (SELECT DISTINCT ON (a.enrolment_id, a.on_day) a.mark
                FROM training_attendance a
                JOIN training_enrolments e ON e.id = a.enrolment_id
               WHERE e.session_id = NEW.session_id AND a.on_day >= NEW.from_day
               ORDER BY a.enrolment_id, a.on_day, a.place DESC) l
       WHERE l.mark <> 'absent') THEN
    RAISE EXCEPTION 'somebody was there later'
      USING ERRCODE = '23514', CONSTRAINT = 'training_cancellation_after_the_register';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_cancellation_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_cancellation_is_lawful TO mawa_owner;
RESET ROLE;
