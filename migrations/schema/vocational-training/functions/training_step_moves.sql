-- Trigger of training_steps, under the lock of the session: who applies to a full session or behind others waits; nobody
-- goes on in a session that is called off; the step begins at the present state, is legal, in order of days, of an open
-- case and session, and has what it needs (a day present, an assessment passed, the next in the waiting list, a place).
-- Sets state and place. 23514: training_step_follows, training_step_is_legal and the names below.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v training_enrolments;
  v_session training_sessions;
  v_seat smallint;
BEGIN
  -- Whoever wants a place of a session waits for who was before.
  SELECT s.* INTO v_session
    FROM training_sessions s
   WHERE s.id = (
       SELECT e.session_id
         FROM training_enrolments e
        WHERE e.id = NEW.enrolment_id AND e.case_id = NEW.case_id)
   FOR NO KEY UPDATE;
  SELECT * INTO v
    FROM training_enrolments
   WHERE id = NEW.enrolment_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF NEW.from_state = 'new'
      AND NEW.to_state = 'applied'
      AND (training_free_seat(v.session_id) IS NULL
           OR EXISTS (
               SELECT 1
                 FROM training_enrolments e
                WHERE e.session_id = v.session_id AND e.state = 'waiting')) THEN
    NEW.to_state := 'waiting';
  END IF;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'training_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM training_transitions t
       WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'training_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a step that has not happened'
      USING ERRCODE = '23514', CONSTRAINT = 'training_step_has_happened';
  END IF;
  IF NEW.on_day < (SELECT max(s.on_day) FROM training_steps s WHERE s.enrolment_id = NEW.enrolment_id) THEN
    RAISE EXCEPTION 'a step before the last one'
      USING ERRCODE = '23514', CONSTRAINT = 'training_step_in_order';
  END IF;
  -- Whoever was there later than that day had not left: the register is put right first.
  IF NEW.to_state IN ('completed', 'dropped_out')
      AND EXISTS (
          SELECT 1
            FROM (SELECT DISTINCT ON (a.on_day) a.mark
                    FROM training_attendance a
                   WHERE a.enrolment_id = NEW.enrolment_id AND a.on_day > NEW.on_day
                   ORDER BY a.on_day, a.place DESC) l
           WHERE l.mark <> 'absent') THEN
    RAISE EXCEPTION 'there on a later day'
      USING ERRCODE = '23514', CONSTRAINT = 'training_step_after_the_register';
  END IF;
  IF (NEW.to_state <> 'certified')
      AND (NEW.to_state = 'cancelled')
        <> EXISTS (SELECT 1 FROM training_cancellations x WHERE x.session_id = v.session_id) THEN
    RAISE EXCEPTION 'of a session that is called off, or not'
      USING ERRCODE = '23514', CONSTRAINT = 'training_session_is_held';
  END IF;
  IF NEW.from_state = 'new' AND NEW.on_day > v_session.ends_on THEN
    RAISE EXCEPTION 'the session is over' USING ERRCODE = '23514', CONSTRAINT = 'training_session_is_over';
  END IF;
  IF NEW.from_state = 'new' AND mawa_closed_on(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this case is closed' USING ERRCODE = '23514', CONSTRAINT = 'training_of_an_open_case';
  END IF;
  IF NEW.to_state = 'started' AND NEW.on_day NOT BETWEEN v_session.starts_on AND v_session.ends_on THEN
    RAISE EXCEPTION 'not a day of the session'
      USING ERRCODE = '23514', CONSTRAINT = 'training_starts_within_the_session';
  END IF;
  IF NEW.to_state = 'completed'
      AND NOT EXISTS (
          SELECT 1
            FROM training_attendance a
           WHERE a.enrolment_id = v.id
             AND a.mark = 'present'
             AND NOT EXISTS (
                 SELECT 1
                   FROM training_attendance b
                  WHERE b.enrolment_id = a.enrolment_id AND b.on_day = a.on_day AND b.place > a.place)) THEN
    RAISE EXCEPTION 'never there' USING ERRCODE = '23514', CONSTRAINT = 'training_completes_who_was_there';
  END IF;
  IF NEW.to_state = 'certified'
      AND (SELECT a.result
             FROM training_assessments a
            WHERE a.enrolment_id = v.id
            ORDER BY a.place DESC LIMIT 1) IS DISTINCT FROM 'passed' THEN
    RAISE EXCEPTION 'not passed' USING ERRCODE = '23514', CONSTRAINT = 'training_certifies_who_passed';
  END IF;
  IF NEW.to_state = 'offered'
      AND EXISTS (
          SELECT 1
            FROM training_enrolments e
           WHERE e.session_id = v.session_id AND e.state = 'waiting' AND e.place < v.place) THEN
    RAISE EXCEPTION 'somebody waits longer' USING ERRCODE = '23514', CONSTRAINT = 'training_offers_in_turn';
  END IF;
  IF NEW.to_state IN ('applied', 'offered', 'admitted', 'started', 'completed', 'certified') THEN
    v_seat := coalesce(v.seat, training_free_seat(v.session_id));
    IF v_seat IS NULL THEN
      RAISE EXCEPTION 'no place' USING ERRCODE = '23514', CONSTRAINT = 'training_has_a_place';
    END IF;
  END IF;
  NEW.seat := coalesce(v_seat, v.seat);
  UPDATE training_enrolments
     SET state = NEW.to_state, seat = v_seat,
         offer_until = CASE NEW.to_state
                         WHEN 'offered' THEN
                           mawa_day(mawa_now()) + (mawa_setting('training_offer_days'))::text::int
                       END
   WHERE id = v.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_step_moves TO mawa_owner;
RESET ROLE;
