-- Trigger of work_application_steps, under the lock of the offer: begins at the present state, is legal, in
-- order of days, of an open case and offer, to an employer who is vetted, and for an acceptance with a free
-- place; what led to a placement is not taken back. Sets state and place. 23514: work_step_follows,
-- work_step_is_legal and the names below.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_application_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v work_applications;
  v_offer work_offers;
  v_seat smallint;
  v_today date := mawa_day(mawa_now());
BEGIN
  -- Whoever wants a place of an offer waits for who was before.
  SELECT o.* INTO v_offer
    FROM work_offers o
   WHERE o.id = (
       SELECT a.offer_id
         FROM work_applications a
        WHERE a.id = NEW.application_id AND a.case_id = NEW.case_id)
   FOR NO KEY UPDATE;
  SELECT * INTO v
    FROM work_applications
   WHERE id = NEW.application_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'work_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM work_transitions t
       WHERE t.of_what = 'application' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'work_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a step that has not happened'
      USING ERRCODE = '23514', CONSTRAINT = 'work_step_has_happened';
  END IF;
  IF NEW.on_day < (
      SELECT max(s.on_day) FROM work_application_steps s WHERE s.application_id = NEW.application_id) THEN
    RAISE EXCEPTION 'a step before the last one' USING ERRCODE = '23514', CONSTRAINT = 'work_step_in_order';
  END IF;
  IF NEW.from_state = 'new' AND mawa_closed_on(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this case is closed' USING ERRCODE = '23514', CONSTRAINT = 'work_of_an_open_case';
  END IF;
  IF NEW.to_state = 'sent' AND NEW.on_day > v_offer.until_day THEN
    RAISE EXCEPTION 'the offer is over' USING ERRCODE = '23514', CONSTRAINT = 'work_offer_is_open';
  END IF;
  IF NEW.to_state IN ('sent', 'accepted') AND NOT work_vetted(v_offer.employer_id, v_today) THEN
    RAISE EXCEPTION 'nobody vetted this employer'
      USING ERRCODE = '23514', CONSTRAINT = 'work_employer_is_vetted';
  END IF;
  IF NEW.to_state = 'accepted' THEN
    SELECT min(s)::smallint INTO v_seat
      FROM generate_series(1, v_offer.places) s
     WHERE NOT EXISTS (SELECT 1 FROM work_applications a WHERE a.offer_id = v_offer.id AND a.seat = s);
    IF v_seat IS NULL THEN
      RAISE EXCEPTION 'no place' USING ERRCODE = '23514', CONSTRAINT = 'work_offer_has_a_place';
    END IF;
  END IF;
  IF NEW.from_state = 'accepted'
      AND EXISTS (SELECT 1 FROM work_placements p WHERE p.application_id = v.id) THEN
    RAISE EXCEPTION 'it led to work' USING ERRCODE = '23514', CONSTRAINT = 'work_application_led_on';
  END IF;
  UPDATE work_applications SET state = NEW.to_state, seat = v_seat WHERE id = v.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_application_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_application_step_moves TO mawa_owner;
RESET ROLE;
