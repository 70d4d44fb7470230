-- Hands all cases that the actor may hand over for one colleague (cases_to_hand_over) to another, with the open tasks
-- about them that are in the colleague's name, in one transaction. Cases that the other is kept out of stay where they
-- are. Returns the cases that went over and how many stayed; writes one row of caseload_handovers. 42501 where the
-- other's role opens no cases.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hand_over_caseload(p_from uuid, p_to uuid, OUT handed_over uuid[], OUT left_out integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
BEGIN
  IF p_from = p_to OR NOT mawa_can_hold(p_to) THEN
    RAISE EXCEPTION 'a case is handed to a colleague whose role opens cases' USING ERRCODE = '42501';
  END IF;
  handed_over := '{}'::uuid[];
  left_out := 0;
  FOR v_case IN SELECT c FROM cases_to_hand_over(p_from) AS c ORDER BY c LOOP
    PERFORM mawa_access_turn(v_case);
    -- Whoever had the turn before may have handed it over.
    CONTINUE WHEN NOT EXISTS (
      SELECT 1 FROM case_access a
       WHERE a.case_id IN (SELECT mawa_files(v_case))
         AND a.principal_id = p_from
         AND a.reason IN ('registered', 'assigned')
         AND a.until_at IS NULL);
    IF mawa_blocked(v_case, p_to) THEN
      left_out := left_out + 1;
      CONTINUE;
    END IF;
    PERFORM assign_case(v_case, 'user', p_to, NULL);
    UPDATE case_access SET until_at = mawa_now()
     WHERE case_id IN (SELECT mawa_files(v_case))
       AND mirror_of IS NULL
       AND principal_id = p_from
       AND reason IN ('registered', 'assigned')
       AND (until_at IS NULL OR until_at > mawa_now());
    PERFORM mawa_must_keep_a_holder(v_case);
    PERFORM pass_tasks_on(v_case, p_from, p_to);
    handed_over := handed_over || v_case;
  END LOOP;
  IF handed_over <> '{}' THEN
    INSERT INTO caseload_handovers (from_user, to_user, handed_over, left_out)
    VALUES (p_from, p_to, cardinality(handed_over), left_out);
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'handed_over'
     WHERE kind = 'cases_without_holder' AND subject_id = p_from AND done_at IS NULL AND left_out = 0;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION hand_over_caseload FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hand_over_caseload TO mawa_app;
RESET ROLE;
