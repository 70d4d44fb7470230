-- The holder hands an intake to a colleague who registers people; the colleague gets a task. 42501 for
-- anybody but the holder, 23514 intakes_to_one_who_registers for any other colleague.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hand_over_intake(p_intake uuid, p_to uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_may_open_cases()
     OR NOT EXISTS (
       SELECT 1 FROM intakes
        WHERE id = p_intake AND holder_id = mawa_actor() AND ended_at IS NULL
        FOR UPDATE) THEN
    RAISE EXCEPTION 'this intake is not in the actor''s hand' USING ERRCODE = '42501';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM users u JOIN current_roles r ON r.user_id = u.id
       WHERE u.id = p_to AND u.active AND NOT u.system AND NOT u.service AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
         AND r.role IN ('shelter_manager', 'reintegration_officer', 'case_supervisor')) THEN
    RAISE EXCEPTION 'whoever takes it over registers people'
      USING ERRCODE = '23514', CONSTRAINT = 'intakes_to_one_who_registers';
  END IF;
  INSERT INTO intake_hand_overs (intake_id, from_user, to_user) VALUES (p_intake, mawa_actor(), p_to);
  UPDATE intakes SET holder_id = p_to, revision = revision + 1, saved_at = mawa_now() WHERE id = p_intake;
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = p_intake AND done_at IS NULL;
  PERFORM open_task('intake_handed', NULL, p_intake, NULL, p_to, mawa_now());
END
$$;
REVOKE EXECUTE ON FUNCTION hand_over_intake FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hand_over_intake TO mawa_app;
RESET ROLE;
