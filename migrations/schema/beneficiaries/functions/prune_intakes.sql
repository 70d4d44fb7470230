-- Ends the intakes that nobody saved for intake_keep_days (outcome expired, their keys deleted) and opens a
-- task for holders intake_warning_days before that; where the holder is absent by then, the intake goes to their deputy
-- if they are there and a role of theirs registers people. A regular job of a system user (42501 otherwise). Returns how many ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prune_intakes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept interval := make_interval(days => mawa_setting('intake_keep_days')::int);
  warned interval := make_interval(days => mawa_setting('intake_warning_days')::int);
  v_ids uuid[];
  v_one record;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
  END IF;
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (
    SELECT id FROM intakes WHERE ended_at IS NULL AND saved_at + kept <= mawa_now() ORDER BY id FOR UPDATE) d;
  PERFORM close_intake(i, 'expired', NULL) FROM unnest(v_ids) AS i;
  IF cardinality(v_ids) > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'intakes.expire', 'intake', v_ids, '{"kept":"over"}');
  END IF;
  FOR v_one IN
      SELECT i.id, i.holder_id, d.deputy_id
        FROM intakes i
        JOIN current_deputies d ON d.user_id = i.holder_id
        JOIN users u ON u.id = d.deputy_id AND u.active AND NOT u.system AND NOT u.service
       WHERE i.ended_at IS NULL
         AND i.saved_at + kept - warned <= mawa_now()
         AND NOT EXISTS (SELECT 1 FROM current_deputies x WHERE x.user_id = d.deputy_id)
         AND EXISTS (
           SELECT 1 FROM current_roles r
            WHERE r.user_id = d.deputy_id
              AND r.confirmed_by IS NOT NULL
              AND r.ended_at IS NULL
              AND r.role IN ('shelter_manager', 'reintegration_officer', 'case_supervisor'))
       ORDER BY i.id
       FOR UPDATE OF i
  LOOP
    INSERT INTO intake_hand_overs (intake_id, from_user, to_user) VALUES (v_one.id, v_one.holder_id, v_one.deputy_id);
    UPDATE intakes SET holder_id = v_one.deputy_id, revision = revision + 1, saved_at = mawa_now() WHERE id = v_one.id;
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind IN ('intake_ends', 'intake_handed') AND subject_id = v_one.id AND done_at IS NULL;
    PERFORM open_task('intake_handed', NULL, v_one.id, NULL, v_one.deputy_id, mawa_now());
  END LOOP;
  PERFORM open_task('intake_ends', NULL, i.id, NULL, i.holder_id, i.saved_at + kept)
     FROM intakes i WHERE i.ended_at IS NULL AND i.saved_at + kept - warned <= mawa_now();
  RETURN cardinality(v_ids);
END
$$;
REVOKE EXECUTE ON FUNCTION prune_intakes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_intakes TO mawa_app;
RESET ROLE;
