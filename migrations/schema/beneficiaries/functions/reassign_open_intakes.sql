-- Trigger on users and user_roles: when an account closes, or its last role that registers people ends, its
-- open intakes go to a case supervisor, of the same organisation first, with the fewest intakes, who gets a
-- task. Where there is no supervisor they stay.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION reassign_open_intakes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from uuid;
  v_to uuid;
  v_intake uuid;
BEGIN
  v_from := CASE TG_TABLE_NAME WHEN 'users' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'user_id')::uuid END;
  IF NOT EXISTS (SELECT 1 FROM intakes i WHERE i.holder_id = v_from AND i.ended_at IS NULL)
     OR EXISTS (SELECT 1 FROM users u JOIN current_roles r ON r.user_id = u.id
       WHERE u.id = v_from AND u.active AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
         AND r.role IN ('shelter_manager', 'reintegration_officer', 'case_supervisor')) THEN
    RETURN NULL;
  END IF;
  SELECT u.id INTO v_to FROM users u JOIN current_roles r ON r.user_id = u.id AND r.role = 'case_supervisor'
   WHERE u.id <> v_from AND u.active AND NOT u.system AND NOT u.service AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
   ORDER BY u.organisation_id IS DISTINCT FROM (SELECT organisation_id FROM users WHERE id = v_from),
     (SELECT count(*) FROM intakes i WHERE i.holder_id = u.id AND i.ended_at IS NULL), u.id LIMIT 1;
  IF v_to IS NULL THEN RETURN NULL; END IF;
  FOR v_intake IN
    SELECT id FROM intakes
     WHERE holder_id = v_from AND ended_at IS NULL
     ORDER BY id
     FOR UPDATE LOOP
    INSERT INTO intake_hand_overs (intake_id, from_user, to_user) VALUES (v_intake, v_from, v_to);
    UPDATE intakes SET holder_id = v_to, revision = revision + 1, saved_at = mawa_now() WHERE id = v_intake;
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = v_intake AND done_at IS NULL;
    PERFORM open_task('intake_handed', NULL, v_intake, NULL, v_to, mawa_now());
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION reassign_open_intakes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reassign_open_intakes TO mawa_owner;
RESET ROLE;
