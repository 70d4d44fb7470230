-- Writes the answer of the partner who opened a link of kind return_arrival: the arrival itself where
-- somebody received the person, a row of return_arrivals, and tasks due within a day where help is needed.
-- False where the link has ended. Called by arrival-requests.service.ts without a signed-in user.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION record_linked_arrival(
  p_id uuid,
  p_step uuid,
  p_on date,
  p_received text,
  p_onward text,
  p_wellbeing text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_track return_tracks;
  v_due timestamptz := mawa_now() + interval '1 day';
BEGIN
  SELECT * INTO v_track FROM return_tracks WHERE id = mawa_linked('return_arrival') FOR NO KEY UPDATE;
  IF v_track.id IS NULL THEN RETURN false; END IF;
  IF v_track.state = 'travelling' AND p_received <> 'nobody' THEN
    INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, by)
    VALUES (p_step, v_track.case_id, v_track.id, 'travelling', 'arrived', p_on, mawa_somebody());
  END IF;
  INSERT INTO return_arrivals (id, case_id, track_id, heard_on, reported_by, how, received, onward, wellbeing,
    by, link_id)
  SELECT p_id, v_track.case_id, v_track.id, mawa_day(mawa_now()), 'partner', 'link', p_received, p_onward,
         p_wellbeing, mawa_somebody(), l.id
    FROM partner_links l
   WHERE l.digest = mawa_link();
  IF p_received = 'nobody' OR p_onward = 'missing' OR p_wellbeing = 'needs_help' THEN
    PERFORM open_return_task('return_arrival', v_track.case_id, p_id, v_track.officer_id, v_due);
    PERFORM open_return_task('return_arrival', v_track.case_id, p_id, NULL, v_due);
  END IF;
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION record_linked_arrival FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_linked_arrival TO mawa_app;
RESET ROLE;
