-- Renews what the actor, an operator, holds for a call of theirs that still goes on: by hold_minutes from now, never
-- beyond hold_limit_minutes after the hold was made. Returns what is held, until when, and whether it was renewed;
-- no row where nothing is held. 42501 for any other call.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION renew_call_hold(p_call uuid) RETURNS TABLE(
  request_ids uuid[],
  booking_ids uuid[],
  held_until timestamptz,
  is_renewed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_requests uuid[];
  v_ids uuid[];
  v_made timestamptz;
  v_known timestamptz;
  v_until timestamptz;
BEGIN
  IF NOT mawa_has_role('hotline_operator')
      OR NOT EXISTS (
          SELECT 1 FROM calls c
           WHERE c.id = p_call AND c.taken_by = (SELECT mawa_actor()) AND c.ended_at IS NULL) THEN
    RAISE EXCEPTION 'this actor renews nothing for this call' USING ERRCODE = '42501';
  END IF;
  SELECT array_agg(DISTINCT h.request_id), array_agg(h.id), min(h.created_at), max(h.hold_until)
    INTO v_requests, v_ids, v_made, v_known
    FROM (SELECT b.id, b.created_at, b.hold_until, p.request_id
            FROM booking_people p
            JOIN bookings b ON b.id = p.booking_id
           WHERE p.request_id IN (
                   SELECT l.request_id FROM call_links l
                    WHERE l.call_id = p_call AND l.by = mawa_actor() AND l.how = 'opened' AND l.ended_at IS NULL)
             AND b.created_by = mawa_actor()
             AND b.state = 'hold'
             AND b.hold_until > mawa_now()
           ORDER BY b.id
             FOR UPDATE OF b) h;
  IF v_ids IS NULL THEN
    RETURN;
  END IF;
  v_until := least(
    mawa_now() + make_interval(mins => mawa_setting('hold_minutes')::int),
    v_made + make_interval(mins => mawa_setting('hold_limit_minutes')::int));
  IF v_until > v_known THEN
    UPDATE bookings SET hold_until = v_until, version = version + 1 WHERE id = ANY (v_ids);
    INSERT INTO booking_changes (booking_id, from_state, to_state, by, reason, nights_before)
    SELECT b.id, 'hold', 'hold', mawa_actor(), 'renew', b.nights FROM bookings b WHERE b.id = ANY (v_ids);
    UPDATE bed_requests SET held_until = v_until WHERE id = ANY (v_requests);
  END IF;
  RETURN QUERY SELECT v_requests, v_ids, greatest(v_until, v_known), v_until > v_known;
END
$$;
REVOKE EXECUTE ON FUNCTION renew_call_hold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION renew_call_hold TO mawa_app;
RESET ROLE;
