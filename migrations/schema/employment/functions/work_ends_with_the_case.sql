-- Trigger of stage_changes: when a case is closed, applications are withdrawn and placements that have not
-- started end; a job that goes on stays.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_ends_with_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_application work_applications;
  v_placement work_placements;
  v_today date := mawa_day(mawa_now());
BEGIN
  FOR v_application IN
      SELECT *
        FROM work_applications a
       WHERE a.id IN (SELECT work_applications_ending_with(NEW.case_id))
       ORDER BY a.offer_id, a.place
  LOOP
    INSERT INTO work_application_steps (id, case_id, application_id, from_state, to_state, on_day, reason)
    VALUES (gen_random_uuid(), v_application.case_id, v_application.id, v_application.state, 'withdrawn',
            v_today, 'case_closed');
  END LOOP;
  FOR v_placement IN
      SELECT *
        FROM work_placements
       WHERE id IN (SELECT work_placements_ending_with(NEW.case_id))
       ORDER BY place
  LOOP
    INSERT INTO work_placement_steps (id, case_id, placement_id, from_state, to_state, on_day, reason)
    VALUES (gen_random_uuid(), v_placement.case_id, v_placement.id, 'placed', 'ended', v_today,
            'case_closed');
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION work_ends_with_the_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_ends_with_the_case TO mawa_owner;
RESET ROLE;
