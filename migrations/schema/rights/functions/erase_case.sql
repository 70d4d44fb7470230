-- Carries out an approved erasure: every file of the person is wiped (wipe_case), and the erasure forgets whom it was
-- about. A case supervisor or a system user calls it. 23514 erasure_ and what stands in its way (erasure_obstacles).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION erase_case(p_erasure uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
  v_obstacle text;
BEGIN
  PERFORM mawa_acts_in_person();
  SELECT case_id INTO v_case FROM erasures
   WHERE id = p_erasure AND decision = 'approved' AND done_at IS NULL FOR UPDATE;
  IF v_case IS NULL OR NOT (mawa_has_role('case_supervisor') OR mawa_is_system()) THEN
    RAISE EXCEPTION 'this erasure is not approved' USING ERRCODE = '42501';
  END IF;
  v_obstacle := (SELECT o FROM erasure_obstacles(mawa_files_of(ARRAY[v_case])) o LIMIT 1);
  IF v_obstacle IS NOT NULL THEN
    RAISE EXCEPTION 'this erasure waits' USING ERRCODE = '23514', CONSTRAINT = 'erasure_' || v_obstacle;
  END IF;
  PERFORM wipe_case(f) FROM unnest(mawa_files_of(ARRAY[v_case])) f;
  UPDATE erasures SET done_at = mawa_now(), case_id = NULL WHERE id = p_erasure;
END
$$;
REVOKE EXECUTE ON FUNCTION erase_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_case TO mawa_app;
RESET ROLE;
