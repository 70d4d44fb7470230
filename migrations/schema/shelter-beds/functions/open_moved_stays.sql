-- Opens the new stays of a change of beds whose old bookings the actor has just ended (step move_out), with
-- agreements, history and access. Within a shelter for those who work there; into another only for those who
-- answer for the case; 42501 otherwise. Returns the bed_moves row.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_moved_stays(p_kind text, p_night date, p_parts jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_move uuid;
  v_part record;
  v_old record;
  v_bed record;
BEGIN
  INSERT INTO bed_moves (kind, night, by) VALUES (p_kind, p_night, mawa_actor()) RETURNING id INTO v_move;
  FOR v_part IN SELECT * FROM jsonb_to_recordset(p_parts)
       AS p (old_id uuid, new_id uuid, bed_id uuid, until date, sign text, rule_set integer) LOOP
    SELECT k.id, k.shelter_id, k.checked_in_at, bp.case_id, bp.request_id INTO v_old
      FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
     WHERE k.id = v_part.old_id AND k.outcome = 'moved' AND k.state IN ('ended', 'void');
    SELECT b.shelter_id INTO v_bed FROM beds b WHERE b.id = v_part.bed_id;
    IF v_old.id IS NULL
       OR v_bed.shelter_id IS NULL
       OR NOT EXISTS (
         SELECT 1 FROM booking_changes h
          WHERE h.booking_id = v_old.id
            AND h.by = mawa_actor()
            AND h.at = mawa_now()
            AND h.reason = 'move_out')
       OR NOT (mawa_holds_fully(v_old.case_id)
               OR v_bed.shelter_id = v_old.shelter_id
                 AND v_old.shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])) THEN
      RAISE EXCEPTION 'this actor may not move this person there' USING ERRCODE = '42501';
    END IF;
    INSERT INTO bookings (
      id, bed_id, shelter_id, nights, state, mix_sign, rule_set, checked_in_at, created_by)
    VALUES (v_part.new_id, v_part.bed_id, v_bed.shelter_id, daterange(p_night, v_part.until), 'stay',
            v_part.sign, v_part.rule_set, coalesce(v_old.checked_in_at, mawa_now()), mawa_actor());
    INSERT INTO arrival_agreements (booking_id, case_id, basis, reason, list_version, by, at)
    SELECT v_part.new_id, v_old.case_id, a.basis, a.reason, a.list_version, a.by, a.at
      FROM arrival_agreements a
     WHERE a.booking_id = v_old.id AND v_bed.shelter_id = v_old.shelter_id;
    IF NOT FOUND AND mawa_holds_fully(v_old.case_id) THEN
      INSERT INTO arrival_agreements (booking_id, case_id, basis, by)
      VALUES (v_part.new_id, v_old.case_id, 'holder', mawa_actor());
    END IF;
    INSERT INTO booking_people (booking_id, case_id, request_id, nights, state)
    VALUES (v_part.new_id, v_old.case_id, v_old.request_id, daterange(p_night, v_part.until), 'stay');
    INSERT INTO booking_changes (booking_id, to_state, by, reason)
    VALUES (v_part.new_id, 'stay', mawa_actor(), 'move_in');
    -- What was asked about the stay ended with the old bed, and is asked about the new one.
    INSERT INTO tasks (kind, case_id, subject_id, for_role, for_user, due_at)
    SELECT t.kind, t.case_id, v_part.new_id, t.for_role, t.for_user, t.due_at
      FROM tasks t
     WHERE t.subject_id = v_old.id
       AND t.kind IN ('person_arrived', 'stay_to_review')
       AND t.ended_by = 'bed_left'
       AND t.done_at = mawa_now()
    ON CONFLICT DO NOTHING;
    INSERT INTO bed_move_parts (move_id, case_id, from_booking, to_booking)
    VALUES (v_move, v_old.case_id, v_old.id, v_part.new_id);
    IF v_bed.shelter_id <> v_old.shelter_id AND mawa_restricted(v_old.case_id) THEN
      PERFORM mawa_must_name_a_manager(v_old.case_id);
    END IF;
  END LOOP;
  RETURN v_move;
END
$$;
REVOKE EXECUTE ON FUNCTION open_moved_stays FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_moved_stays TO mawa_app;
RESET ROLE;
